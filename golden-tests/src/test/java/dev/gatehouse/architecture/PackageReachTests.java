package dev.gatehouse.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which packages of a module others may use: the rest are public for its own packages alone. */
class PackageReachTests {
  private static final JavaClasses PRODUCT = ProductModule.read(EnumSet.allOf(ProductModule.class));

  /**
   * A package that is internal to its module.
   *
   * @param name the package
   * @param exported the classes that others use nevertheless
   */
  record Internal(String name, Set<String> exported) {}

  private static final List<Internal> INTERNAL =
      List.of(
          new Internal("dev.gatehouse.syscalls.handler", Set.of()),
          new Internal("dev.gatehouse.syscalls.change", Set.of()),
          new Internal("dev.gatehouse.syscalls.state", Set.of("PhaseTracker")),
          new Internal("dev.gatehouse.syscalls.environment", Set.of("SandboxSetup")),
          new Internal(
              "dev.gatehouse.workspace.posix", Set.of("FileContent", "FileWriting", "Owner")),
          new Internal(
              "dev.gatehouse.workspace.layer",
              Set.of("LayerBounds", "LayerEntry", "LayerSnapshot")),
          new Internal("dev.gatehouse.workspace.git", Set.of()),
          new Internal("dev.gatehouse.policy.path", Set.of("NameRules", "SandboxView")),
          new Internal("dev.gatehouse.policy.load", Set.of("ParentProfiles", "ProfileLoader")),
          new Internal("dev.gatehouse.policy.closure.base", Set.of()),
          new Internal("dev.gatehouse.policy.closure.command", Set.of()),
          new Internal("dev.gatehouse.policy.closure.make", Set.of()),
          new Internal("dev.gatehouse.policy.closure.program", Set.of()),
          new Internal("dev.gatehouse.policy.closure.python", Set.of()),
          new Internal("dev.gatehouse.policy.closure.shell", Set.of()),
          new Internal("dev.gatehouse.policy.shell.syntax", Set.of()),
          new Internal("dev.gatehouse.gates.change", Set.of()),
          new Internal("dev.gatehouse.gates.command", Set.of()),
          new Internal("dev.gatehouse.gates.decision", Set.of("RecordedDecision", "RunDecisions")),
          new Internal("dev.gatehouse.gates.folder", Set.of()),
          new Internal("dev.gatehouse.gates.history", Set.of()),
          new Internal("dev.gatehouse.gates.verification", Set.of()),
          new Internal("dev.gatehouse.sandbox.confinement", Set.of()),
          new Internal("dev.gatehouse.sandbox.starter", Set.of()),
          new Internal("dev.gatehouse.sandbox.docker", Set.of("DockerSandboxEngine")));

  static Stream<Internal> internal() {
    return INTERNAL.stream();
  }

  @ParameterizedTest
  @MethodSource("internal")
  void isUsedByItsModuleAlone(Internal internal) {
    String module =
        Stream.of(ProductModule.values())
            .filter(each -> each.holds(internal.name()))
            .map(ProductModule::rootPackage)
            .findFirst()
            .orElseThrow();
    assertThat(PRODUCT.stream())
        .as("the package is there")
        .anyMatch(each -> each.getPackageName().equals(internal.name()));
    noClasses()
        .that()
        .resideOutsideOfPackage(module + "..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are internal to " + internal.name(), each -> isHidden(internal, each)))
        .check(PRODUCT);
  }

  private static boolean isHidden(Internal internal, JavaClass type) {
    return type.getPackageName().equals(internal.name())
        && internal.exported().stream()
            .noneMatch(each -> type.getName().startsWith(internal.name() + "." + each));
  }
}
