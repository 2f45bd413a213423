package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunQuery;
import dev.gatehouse.client.RunView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a verdict rests on is shown of one run, what counts most first. */
@ExtendWith(SharedGateway.class)
class ShownFindingsTests {
  private final Gateway gateway;

  ShownFindingsTests(Gateway gateway) {
    this.gateway = gateway;
  }

  @Test
  void changedTestsAndStepsWithoutAListOfTestsAreShownFirstAndNotInLists() {
    RegisteredRepository site =
        RegisteredRepository.verifiedBy(gateway, DefectRepository.repository(), "true");
    OpenedRun run = site.open();
    site.agent().inside(run).run(CommandRequest.shell("echo 'def test_it(): pass' > test_fare.py"));

    RunView sealed = site.sealed(run);

    assertThat(sealed.verdict())
        .as(RegisteredRepository.findings(sealed).toString())
        .contains("PASSED");
    assertThat(sealed.findings().orElseThrow().first())
        .extracting(finding -> finding.code() + " " + finding.path())
        .startsWith("TEST_FILE_CHANGED test_fare.py", "STEP_UNLISTED data/verifier_report.json");
    assertThat(site.agent().run(run.runId()).findings()).isEqualTo(sealed.findings());
    assertThat(gateway.operator().runs(RunQuery.ALL, 500))
        .filteredOn(each -> each.runId().equals(run.runId()))
        .allMatch(each -> each.findings().isEmpty());
  }
}
