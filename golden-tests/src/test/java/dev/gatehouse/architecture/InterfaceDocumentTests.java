package dev.gatehouse.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** INTERFACES.md names every code and every key that the code has, and no key that it has not. */
class InterfaceDocumentTests {
  private static final Pattern CODE = Pattern.compile("\"(?!AF_|LC_)[A-Z]+(_[A-Z]+)+\"");
  private static final String DOCUMENT = Sources.text(Sources.root().resolve("INTERFACES.md"));
  private static final JavaClasses PRODUCT = ProductModule.read(EnumSet.allOf(ProductModule.class));

  /** A text that may be a key; with more dots it is a name of another kind. */
  private static final Pattern UNDOTTED = Pattern.compile("gatehouse\\.[a-z]+(-[a-z]+)*");

  private static final Pattern KEY = Pattern.compile("gatehouse\\.[a-z]+([-.][a-z]+)*");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.gatehouse.controlplane.reconciliation.Finding$Code",
        "dev.gatehouse.evidence.check.GatewayLogCheck$Code",
        "dev.gatehouse.gates.Code"
      })
  void namesEveryCodeOf(String type) {
    JavaClass codes = PRODUCT.get(type);
    List<String> names =
        codes.getFields().stream()
            .filter(each -> each.getModifiers().contains(JavaModifier.STATIC))
            .filter(each -> each.getRawType().equals(codes))
            .map(JavaField::getName)
            .toList();
    assertThat(names).hasSizeGreaterThan(1);
    assertThat(names).allSatisfy(InterfaceDocumentTests::named);
  }

  /** Codes that a module gives as text: of the engine, of files, of the command line. */
  @ParameterizedTest
  @ValueSource(strings = {"sandbox-runner", "cli", "syscalls"})
  void namesEveryCodeThatIsTextIn(String module) {
    Set<String> codes = inSources(module, "src/main/java", CODE);
    assertThat(codes).isNotEmpty();
    assertThat(codes).allSatisfy(each -> named(each.replace("\"", "")));
  }

  @Test
  void namesEveryKeyOfTheConfigurationAndNoOther() {
    Set<String> inCode =
        Stream.of(
                inSources(
                    "control-plane",
                    "src/main/java",
                    Pattern.compile("\"" + UNDOTTED + "[\":]|\\{" + KEY + "[:}]")),
                inSources(
                    "control-plane", "src/main/resources", Pattern.compile("\\{" + KEY + "[:}]")))
            .flatMap(Set::stream)
            .map(each -> each.replaceAll("[^a-z.-]", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(inCode).hasSizeGreaterThan(8);
    assertThat(keysInTheTable()).containsExactlyInAnyOrderElementsOf(inCode);
  }

  private static Set<String> keysInTheTable() {
    int begin = DOCUMENT.indexOf("\n## Configuration\n");
    int end = DOCUMENT.indexOf("\n### ", begin);
    return DOCUMENT
        .substring(begin, end)
        .lines()
        .filter(each -> each.startsWith("| `"))
        .map(each -> each.substring(0, each.indexOf('|', 1)))
        .flatMap(each -> KEY.matcher(each).results())
        .map(each -> each.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void named(String code) {
    assertThat(Pattern.compile("\\b" + code + "\\b").matcher(DOCUMENT).find())
        .as("INTERFACES.md names " + code)
        .isTrue();
  }

  private static Set<String> inSources(String module, String folder, Pattern pattern) {
    return Sources.below(Sources.root().resolve(module).resolve(folder)).stream()
        .filter(each -> each.toString().matches(".*\\.(java|properties|yaml)"))
        .flatMap(each -> pattern.matcher(Sources.text(each)).results())
        .map(each -> each.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
