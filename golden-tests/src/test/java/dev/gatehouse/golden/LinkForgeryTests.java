package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.golden.ForgedRuns.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A link of the base makes no file into a judge that nobody watches. */
@ExtendWith(SharedGateway.class)
class LinkForgeryTests {
  private final Gateway gateway;
  private final ForgedRuns runs;

  LinkForgeryTests(Gateway gateway) {
    this.gateway = gateway;
    this.runs = new ForgedRuns(gateway);
  }

  @ParameterizedTest
  @MethodSource("dev.gatehouse.golden.LinkForgeries#all")
  void honestFixPassesWhateverLinksTheBaseHas(ForgedBase base) {
    assertThat(runs.fixed(base)).isEqualTo("PASSED");
  }

  @ParameterizedTest
  @MethodSource("dev.gatehouse.golden.LinkForgeries#all")
  void forgeryIsHeldAndWithoutApprovalFails(ForgedBase base) {
    runs.requireHeld(base);
  }

  @ParameterizedTest
  @MethodSource("dev.gatehouse.golden.LinkForgeries#all")
  void forgeryThatNoPathRuleHoldsIsTakenBack(ForgedBase base) {
    Outcome outcome = runs.forged(base, OwnProfile.guarded(gateway, base.judgement()));

    // What a step reaches through a link is named by it, and held whatever the rules say.
    assertThat(outcome.dispositions()).isSubsetOf("COMMITTED", "HELD");
    assertThat(outcome.verdict()).isEqualTo("FAILED");
  }

  /** The twin that shows what the closure is for: the step ends with 0. */
  @ParameterizedTest
  @MethodSource("dev.gatehouse.golden.LinkForgeries#covering")
  void forgeryWouldPassByItsExitCodeIfTheResultJudgedItself(ForgedBase base) {
    runs.requireExitCodeAlone(base);
  }

  @ParameterizedTest
  @MethodSource("dev.gatehouse.golden.LinkForgeries#all")
  @Tag("deep")
  void everyForgeryWouldPassByItsExitCodeIfTheResultJudgedItself(ForgedBase base) {
    runs.requireExitCodeAlone(base);
  }
}
