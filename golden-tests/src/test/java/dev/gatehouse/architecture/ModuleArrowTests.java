package dev.gatehouse.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arrows between modules go down only, and foreign libraries stay where they belong. */
class ModuleArrowTests {
  private static final JavaClasses PRODUCT = ProductModule.read(EnumSet.allOf(ProductModule.class));

  @ParameterizedTest
  @EnumSource
  void usesOnlyTheModulesBelow(ProductModule module) {
    assertThat(module.classes().size()).isGreaterThanOrEqualTo(module.atLeast());
    List<String> upwards =
        module.classes().stream()
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .filter(arrow -> forbidden(module, arrow))
            .map(Dependency::getDescription)
            .toList();
    assertThat(upwards).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void keepsToItsRootPackage(ProductModule module) {
    classes().should().resideInAPackage(module.rootPackage() + "..").check(module.classes());
  }

  @Test
  void packagesDoNotGoInCircles() {
    slices().matching("dev.gatehouse.(**)").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void everyModuleOfTheBuildIsKnownHere() {
    List<String> built =
        Stream.of(Sources.text(Sources.root().resolve("pom.xml")).split("<module>"))
            .skip(1)
            .map(each -> each.substring(0, each.indexOf('<')))
            .filter(each -> !List.of("golden-tests", "bench").contains(each))
            .toList();
    assertThat(Stream.of(ProductModule.values()).map(each -> each.path().getFileName().toString()))
        .containsExactlyInAnyOrderElementsOf(built);
  }

  @Test
  void evidenceHasTheJdkAndAStreamingParserAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.gatehouse.evidence..", "java..", "tools.jackson.core..", "org.jspecify..")
        .check(ProductModule.EVIDENCE.classes());
  }

  @Test
  void gatesHaveTheJdkAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.gatehouse.gates..",
            "dev.gatehouse.policy..",
            "dev.gatehouse.evidence..",
            "java..",
            "org.jspecify..")
        .check(ProductModule.GATES.classes());
  }

  @Test
  void springIsKnownToTheServerAlone() {
    EnumSet<ProductModule> others = EnumSet.complementOf(EnumSet.of(ProductModule.CONTROL_PLANE));
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "jakarta..")
        .check(ProductModule.read(others));
  }

  @Test
  void databasesAreKnownToTheServerAndItsPostgresAlone() {
    EnumSet<ProductModule> others =
        EnumSet.complementOf(EnumSet.of(ProductModule.CONTROL_PLANE, ProductModule.POSTGRES));
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..")
        .check(ProductModule.read(others));
  }

  @Test
  void theEmbeddedPostgresHasTheJdkAndTheArchiveLibraryAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.gatehouse.postgres..", "java..", "org.apache.commons.compress..", "org.jspecify..")
        .check(ProductModule.POSTGRES.classes());
  }

  @Test
  void theEnginesLibraryIsKnownToTheSandboxRunnerAlone() {
    assertThat(reaches(ProductModule.SANDBOX, "com.github.dockerjava")).isTrue();
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.gatehouse.sandbox..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.github.dockerjava..")
        .check(PRODUCT);
  }

  /**
   * The sandbox runner can become a process of its own: of another module it uses the error model,
   * and the record in which evidence keeps what it read back.
   */
  @Test
  void theSandboxRunnerUsesTheErrorModelAndOneRecordOfEvidence() {
    noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are of another module, and not of the error model or the record of confinement",
                type ->
                    type.getPackageName().startsWith("dev.gatehouse.")
                        && !type.getPackageName().startsWith("dev.gatehouse.sandbox")
                        && !type.getPackageName().equals("dev.gatehouse.evidence.error")
                        && !type.getName()
                            .startsWith("dev.gatehouse.evidence.report.IsolationRecord")))
        .check(ProductModule.SANDBOX.classes());
  }

  @Test
  void thereIsOneGenerationOfTheJsonLibrary() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.fasterxml.jackson.databind..", "com.fasterxml.jackson.core..")
        .check(PRODUCT);
  }

  private static boolean forbidden(ProductModule from, Dependency arrow) {
    Optional<ProductModule> to = ProductModule.of(arrow.getTargetClass());
    return to.isPresent() && to.get() != from && !from.mayUse().contains(to.get());
  }

  private static boolean reaches(ProductModule module, String library) {
    return module.classes().stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .map(Dependency::getTargetClass)
        .map(JavaClass::getPackageName)
        .anyMatch(each -> each.startsWith(library));
  }
}
