package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that makefiles, scripts, settings and steps name are protected as these are. */
@ExtendWith(SharedGateway.class)
class MakeForgeryTests {
  private final ForgedRuns runs;

  MakeForgeryTests(Gateway gateway) {
    this.runs = new ForgedRuns(gateway);
  }

  @ParameterizedTest
  @MethodSource("dev.gatehouse.golden.MakeForgeries#all")
  void honestFixPassesWhateverMakefilesAndScriptsTheBaseHas(ForgedBase base) {
    assertThat(runs.fixed(base)).isEqualTo("PASSED");
  }

  @ParameterizedTest
  @MethodSource("dev.gatehouse.golden.MakeForgeries#all")
  void forgeryIsHeldAndWithoutApprovalFails(ForgedBase base) {
    runs.requireHeld(base);
  }

  /** The twin that shows what the closure is for: the step ends with 0. */
  @ParameterizedTest
  @MethodSource("dev.gatehouse.golden.MakeForgeries#covering")
  void forgeryWouldPassByItsExitCodeIfTheResultJudgedItself(ForgedBase base) {
    runs.requireExitCodeAlone(base);
  }

  @ParameterizedTest
  @MethodSource("dev.gatehouse.golden.MakeForgeries#all")
  @Tag("deep")
  void everyForgeryWouldPassByItsExitCodeIfTheResultJudgedItself(ForgedBase base) {
    runs.requireExitCodeAlone(base);
  }
}
