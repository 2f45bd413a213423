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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** INTERFACES.md names every code that the code has. */
class InterfaceDocumentTests {
  private static final Pattern CODE = Pattern.compile("\"(?!AF_|LC_)[A-Z]+(_[A-Z]+)+\"");
  private static final String DOCUMENT = Sources.text(Sources.root().resolve("INTERFACES.md"));
  private static final JavaClasses PRODUCT = ProductModule.read(EnumSet.allOf(ProductModule.class));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.gatehouse.controlplane.reconciliation.ReconciliationFinding$Code",
        "dev.gatehouse.evidence.check.GatewayLogCheck$Code",
        "dev.gatehouse.gates.report.FindingCode"
      })
  void namesEveryCodeOf(String type) {
    JavaClass codes = PRODUCT.get(type);
    List<String> names = constants(codes);
    assertThat(names).hasSizeGreaterThan(1);
    assertThat(names).allSatisfy(InterfaceDocumentTests::named);
  }

  @Test
  void namesEveryErrorCodeInItsTables() {
    List<String> tables = tableRows();
    List<JavaClass> enums =
        PRODUCT.stream()
            .filter(each ->
                each.isEnum() && each.isAssignableTo("dev.gatehouse.evidence.error.ErrorCode"))
            .toList();
    assertThat(enums).hasSizeGreaterThan(5);
    assertThat(enums.stream().flatMap(each -> constants(each).stream()))
        .hasSizeGreaterThan(100)
        .allSatisfy(each ->
            assertThat(tables).filteredOn(row -> row.startsWith("| `" + each + "` |")).hasSize(1));
  }

  private static List<String> tableRows() {
    int begin = DOCUMENT.indexOf("<!-- begin: error codes -->");
    return DOCUMENT
        .substring(begin, DOCUMENT.indexOf("<!-- end: error codes -->"))
        .lines()
        .toList();
  }

  private static List<String> constants(JavaClass codes) {
    return codes.getFields().stream()
        .filter(each -> each.getModifiers().contains(JavaModifier.STATIC))
        .filter(each -> each.getRawType().equals(codes))
        .map(JavaField::getName)
        .toList();
  }

  /** Codes that a module gives as text: of the engine, of files, of the command line. */
  @ParameterizedTest
  @ValueSource(strings = {"sandbox-runner", "cli", "syscalls"})
  void namesEveryCodeThatIsTextIn(String module) {
    Set<String> codes = inSources(module, "src/main/java", CODE);
    assertThat(codes).isNotEmpty();
    assertThat(codes).allSatisfy(each -> named(each.replace("\"", "")));
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
