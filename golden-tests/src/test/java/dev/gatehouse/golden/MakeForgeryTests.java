package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.golden.ForgedRuns.Outcome;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What makefiles, scripts, settings and steps name is no more an agent's to write than they are.
 */
@ExtendWith(SharedGateway.class)
class MakeForgeryTests {
  private final Gateway gateway;
  private final ForgedRuns runs;

  MakeForgeryTests(Gateway gateway) {
    this.gateway = gateway;
    this.runs = new ForgedRuns(gateway);
  }

  @ParameterizedTest
  @MethodSource("dev.gatehouse.golden.MakeForgeries#all")
  void honestFixPassesWhateverMakefilesAndScriptsTheBaseHas(ForgedBase base) {
    assertThat(runs.mended(base)).isEqualTo("PASSED");
  }

  @ParameterizedTest
  @MethodSource("dev.gatehouse.golden.MakeForgeries#all")
  void forgeryIsHeldAndWithoutApprovalFails(ForgedBase base) {
    Outcome outcome = runs.forged(base, Site.derived(gateway, base.judgement()));

    assertThat(outcome.dispositions()).containsOnly("HELD");
    assertThat(outcome.verdict()).isEqualTo("FAILED");
  }

  /** The twin that shows what the closure is for: the step says 0. The judge knows better. */
  @ParameterizedTest
  @MethodSource("dev.gatehouse.golden.MakeForgeries#all")
  void forgeryWouldPassByItsExitCodeIfTheResultJudgedItself(ForgedBase base) {
    Outcome outcome = runs.forged(base, OwnProfile.unguarded(gateway, base.judgement()));

    assertThat(outcome.exitCodes()).containsOnly(0L);
    assertThat(outcome.verdict()).isEqualTo("FAILED");
  }
}
