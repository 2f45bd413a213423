package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.golden.ForgedRuns.Outcome;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
  @EnumSource
  void honestFixPassesWhateverLinksTheBaseHas(LinkForgery forgery) {
    assertThat(runs.mended(forgery.base())).isEqualTo("PASSED");
  }

  @ParameterizedTest
  @EnumSource
  void forgeryIsHeldAndWithoutApprovalFails(LinkForgery forgery) {
    ForgedBase base = forgery.base();

    Outcome outcome = runs.forged(base, Site.derived(gateway, base.judgement()));

    assertThat(outcome.dispositions()).containsOnly("HELD");
    assertThat(outcome.verdict()).isEqualTo("FAILED");
  }

  @ParameterizedTest
  @EnumSource
  void forgeryThatNoPathRuleHoldsIsTakenBack(LinkForgery forgery) {
    ForgedBase base = forgery.base();

    Outcome outcome = runs.forged(base, OwnProfile.guarded(gateway, base.judgement()));

    // What a step reaches through a link is named by it, and held whatever the rules say.
    assertThat(outcome.dispositions()).isSubsetOf("COMMITTED", "HELD");
    assertThat(outcome.verdict()).isEqualTo("FAILED");
  }

  /** The twin that shows what the closure is for. */
  @ParameterizedTest
  @EnumSource
  void forgeryWouldPassIfTheResultJudgedItself(LinkForgery forgery) {
    ForgedBase base = forgery.base();

    Outcome outcome = runs.forged(base, OwnProfile.unguarded(gateway, base.judgement()));

    assertThat(outcome.verdict()).isEqualTo("PASSED");
  }
}
