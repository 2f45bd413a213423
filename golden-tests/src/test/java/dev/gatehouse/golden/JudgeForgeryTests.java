package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.CommandAnswer;
import dev.gatehouse.client.CommandAnswer.PathChange;
import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunView;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A step that says 0 without having run its tests does not pass, whatever let it say so. */
@ExtendWith(SharedGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JudgeForgeryTests {
  private final Gateway gateway;
  private final RegisteredRepository site;

  JudgeForgeryTests(Gateway gateway) {
    this.gateway = gateway;
    this.site = RegisteredRepository.under(gateway, DefectRepository.repository(), "contained");
  }

  /**
   * No path is protected here and nothing is taken from the base, so that only the proof is left.
   * The agent's own command is the twin without it: that says 0.
   */
  @ParameterizedTest
  @EnumSource
  void stepThatSaysZeroWithoutProofFails(JudgeForgery forgery) {
    RegisteredRepository judged =
        site.withProfile(OwnProfile.unguarded(gateway, forgery.judgement()));
    OpenedRun run = judged.open();
    CommandAnswer answer = judged.agent().inside(run).run(CommandRequest.shell(forgery.script()));
    assertThat(answer.exitCode()).as("the twin: %s", answer.stdout()).hasValue(0);
    assertThat(answer.changes())
        .filteredOn(change -> change.disposition().equals("COMMITTED"))
        .extracting(PathChange::path)
        .containsAll(forgery.paths());

    RunView sealed = judged.sealed(run);

    assertThat(sealed.verdict())
        .as(RegisteredRepository.findings(sealed).toString())
        .contains("FAILED");
    assertThat(RegisteredRepository.findings(sealed))
        .containsAnyOf(
            "SENTINEL_MISSING",
            "SENTINEL_WRONG",
            "JUDGE_REPORT_REFUSED",
            "TEST_FAILED",
            "TEST_SKIPPED_ANEW",
            "TEST_VANISHED");
  }
}
