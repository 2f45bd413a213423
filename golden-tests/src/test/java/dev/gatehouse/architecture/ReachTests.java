package dev.gatehouse.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.File;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What reaches outside a class is reached in few, known places. */
class ReachTests {
  private static final JavaClasses PRODUCT = ProductModule.read(EnumSet.allOf(ProductModule.class));

  @Test
  void processesAreStartedForGitAndTheDatabaseAlone() {
    assertThat(PRODUCT.size()).isGreaterThan(500);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.gatehouse.workspace.git", "dev.gatehouse.postgres")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder")
        .orShould()
        .callMethod(Runtime.class, "exec", String.class)
        .orShould()
        .callMethod(Runtime.class, "exec", String[].class)
        .check(PRODUCT);
  }

  @Test
  void nativeCodeIsCalledInTheWorkspaceAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.gatehouse.workspace..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(PRODUCT);
  }

  /** A {@code File} may be handed to a class of the JDK that takes no path; it is never used. */
  @Test
  void pathsAreNotOldFiles() {
    noClasses()
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "an old file is used as a path",
                call -> call.getTargetOwner().isEquivalentTo(File.class)))
        .orShould()
        .callConstructorWhere(
            DescribedPredicate.describe(
                "an old file is made", call -> call.getTargetOwner().isEquivalentTo(File.class)))
        .check(PRODUCT);
  }

  /** Its JSON and its digest are made once for each call. */
  @Test
  void theRequestOfACallIsMadeInOnePlace() {
    assertThat(callers("dev.gatehouse.syscalls.Syscall", "request"))
        .containsExactly("dev.gatehouse.syscalls.handler.RecordedRequest");
    assertThat(callers("dev.gatehouse.syscalls.handler.RecordedRequest", "of"))
        .containsExactly("dev.gatehouse.syscalls.dispatch.SyscallDispatcher");
  }

  private static Set<String> callers(String owner, String method) {
    return PRODUCT.stream()
        .flatMap(type -> type.getMethodCallsFromSelf().stream())
        .filter(call ->
            call.getTargetOwner().getFullName().equals(owner) && call.getName().equals(method))
        .map(call -> call.getOriginOwner().getFullName())
        .collect(Collectors.toSet());
  }

  @Test
  void theMomentComesFromTheClockThatIsHandedIn() {
    noClasses().that(areNotRoots()).should().callMethodWhere(Calls.MOMENT).check(PRODUCT);
  }

  @Test
  void chanceIsHandedIn() {
    noClasses()
        .that(areNotRoots())
        .should()
        .callMethodWhere(Calls.RANDOM)
        .orShould()
        .callConstructorWhere(
            DescribedPredicate.describe(
                "chance is made",
                call ->
                    call.getTargetOwner().isAssignableTo(java.util.random.RandomGenerator.class)))
        .check(PRODUCT);
  }

  /**
   * A call that holds its carrier, such as the read of a pipe, stops every other virtual thread.
   */
  @Test
  void noThreadIsVirtual() {
    noClasses()
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe("a virtual thread is started", Calls::startsVirtualThread))
        .check(PRODUCT);
  }

  @Test
  void noAnswerDependsOnALocale() {
    noClasses().should().callMethodWhere(Calls.LOCALE).check(PRODUCT);
  }

  @Test
  void onlyTheCommandLineWritesToTheScreen() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.gatehouse.cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(PRODUCT);
  }

  /**
   * Where objects are put together for a start: the clock and chance of the machine come in here.
   */
  private static DescribedPredicate<JavaClass> areNotRoots() {
    EnumSet<Root> roots = EnumSet.allOf(Root.class);
    return DescribedPredicate.describe(
        "are not where objects are put together",
        type -> roots.stream().noneMatch(root -> root.type.equals(type.getName())));
  }

  private enum Root {
    SERVER("dev.gatehouse.controlplane.CoreConfiguration"),
    COMMAND_LINE("dev.gatehouse.cli.Gatehouse"),
    CLIENT("dev.gatehouse.client.GatehouseClient");

    private final String type;

    Root(String type) {
      this.type = type;
    }
  }
}
