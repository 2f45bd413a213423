package dev.gatehouse.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names say what a thing is; files stay small; every package says what it is for. */
class NameTests {
  private static final int LONGEST = 300;
  private static final int LONGEST_TEST = 500;

  @Test
  void noClassIsNamedAfterNothing() {
    noClasses()
        .should()
        .haveNameMatching(
            ".*(Util|Utils|Helper|Helpers|Manager|ServiceImpl|Impl|Told|Desk|Book|Closer)(\\$.*)?")
        .check(ProductModule.read(EnumSet.allOf(ProductModule.class)));
  }

  /** A reader of {@code new} or {@code catch} knows a throwable by its name. */
  @Test
  void everyThrowableIsNamedException() {
    JavaClasses product = ProductModule.read(EnumSet.allOf(ProductModule.class));
    assertThat(product.stream().filter(each -> each.isAssignableTo(Throwable.class)))
        .hasSizeGreaterThan(20);
    classes()
        .that()
        .areAssignableTo(Throwable.class)
        .should()
        .haveSimpleNameEndingWith("Exception")
        .check(product);
  }

  /** A name in a stack trace or a document is one class; the client has twins of what is sent. */
  @Test
  void noSimpleNameIsUsedTwice() {
    assertThat(
            Sources.main().stream()
                .filter(each -> !each.startsWith(Sources.root().resolve("client")))
                .map(each -> each.getFileName().toString())
                .filter(each -> !each.equals("package-info.java")))
        .doesNotHaveDuplicates();
  }

  @Test
  void noTestsAreNamedTwice() {
    assertThat(
            Sources.tests().stream()
                .map(each -> each.getFileName().toString())
                .filter(each -> each.endsWith("Tests.java")))
        .hasSizeGreaterThan(100)
        .doesNotHaveDuplicates();
  }

  @Test
  void mostSourceFilesAreFarBelowTheLimit() {
    List<Long> lengths =
        Sources.main().stream().map(each -> Sources.text(each).lines().count()).sorted().toList();
    assertThat(lengths.get(lengths.size() * 9 / 10)).isLessThan(200);
  }

  @Test
  void sourceFilesAreSmall() {
    assertThat(Sources.main()).hasSizeGreaterThan(350);
    assertThat(longerThan(LONGEST, Sources.main())).isEmpty();
  }

  @Test
  void testFilesAreSmall() {
    assertThat(Sources.tests()).hasSizeGreaterThan(100);
    assertThat(longerThan(LONGEST_TEST, Sources.tests())).isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsForAndHasNoNull() {
    Set<Path> folders =
        Stream.concat(Sources.main().stream(), Sources.tests().stream())
            .map(Path::getParent)
            .collect(Collectors.toSet());
    assertThat(folders).hasSizeGreaterThan(40);
    assertThat(folders.stream().filter(each -> !described(each)).map(NameTests::shown)).isEmpty();
  }

  @Test
  void testsAreNamedTests() {
    assertThat(
            Sources.tests().stream()
                .filter(each ->
                    Sources.text(each)
                        .matches("(?s).*\\n +@(Test|ParameterizedTest|TestFactory)\\b.*"))
                .filter(each -> !each.toString().endsWith("Tests.java"))
                .map(NameTests::shown))
        .isEmpty();
  }

  /** What a test needs it says with {@code Requires}, which lists what is left out. */
  @Test
  void noTestIsSwitchedOff() {
    String switchedOff = "@Disabled\\b|@(Disabled|Enabled)[A-Z]\\w+|Assumptions\\b";
    assertThat(matching(switchedOff, others(Sources.tests()))).isEmpty();
  }

  @Test
  void nothingIsLeftForLater() {
    String later = "(?m)(//|^ *\\*) *(TODO|FIXME|XXX)\\b";
    assertThat(matching(later, Sources.main())).isEmpty();
    assertThat(matching(later, Sources.tests())).isEmpty();
  }

  /** {@code %d} and its like write the digits of the machine's language; {@code %s} does not. */
  @Test
  void noNumberIsFormattedInTheMachinesLanguage() {
    String number = "%[-#+ 0,(]*\\d*(\\.\\d+)?[dfeEgG]\\b";
    String inAnyLanguage = "(?s).*(\\.formatted\\(|\\bformat\\((?!\\s*Locale\\.ROOT)).*";
    assertThat(
            Sources.main().stream()
                .filter(each -> Pattern.compile(number).matcher(Sources.text(each)).find())
                .filter(each -> Sources.text(each).matches(inAnyLanguage))
                .map(NameTests::shown))
        .isEmpty();
  }

  private static boolean described(Path folder) {
    // A test package shares the name, and so the description, of the package that it tests.
    String path = folder.toString();
    Path twin = Path.of(path.replace("/src/test/java/", "/src/main/java/"));
    return Stream.of(folder, twin)
        .map(each -> each.resolve("package-info.java"))
        .filter(each -> Files.isRegularFile(each))
        .map(Sources::text)
        .anyMatch(each -> each.startsWith("/**") && each.contains("@NullMarked"));
  }

  private static List<String> longerThan(int lines, List<Path> files) {
    return files.stream()
        .filter(each -> Sources.text(each).lines().count() > lines)
        .map(NameTests::shown)
        .toList();
  }

  private static List<Path> others(List<Path> files) {
    return files.stream().filter(each -> !each.endsWith("NameTests.java")).toList();
  }

  private static List<String> matching(String pattern, List<Path> files) {
    Pattern searched = Pattern.compile(pattern);
    return files.stream()
        .filter(each -> searched.matcher(Sources.text(each)).find())
        .map(NameTests::shown)
        .toList();
  }

  private static String shown(Path file) {
    return Sources.root().relativize(file).toString();
  }
}
