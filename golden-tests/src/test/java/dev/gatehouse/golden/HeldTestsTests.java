package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.operator.ApprovalDecision;
import dev.gatehouse.client.operator.ApprovalView;
import dev.gatehouse.client.operator.ProfileRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Under a profile that holds tests an operator decides whether a test may go. */
@ExtendWith(SharedGateway.class)
class HeldTestsTests {
  private static final String TEST = "test_fare.py";
  private static final String RENAMED =
      "from fare import fare\n\n\ndef test_fee():\n    assert fare(2) == 7\n";

  private final Gateway gateway;
  private final RegisteredRepository site;

  HeldTestsTests(Gateway gateway) {
    this.gateway = gateway;
    String profile = RegisteredRepository.fresh("profile");
    gateway
        .operator()
        .addProfile(
            new ProfileRequest(
                profile,
                "contained",
                List.of(
                    new ProfileRequest.Step("tests", DefectRepository.PYTEST, OptionalInt.empty())),
                Optional.of("held")));
    this.site = RegisteredRepository.under(gateway, DefectRepository.repository(), profile);
  }

  @Test
  void renameOfATestWaitsAndItsApprovalLiftsTheFinding() {
    RunView sealed = decided("APPROVE");

    assertThat(sealed.verdict())
        .as(RegisteredRepository.findings(sealed).toString())
        .contains("PASSED");
    assertThat(RegisteredRepository.findings(sealed))
        .containsExactly("TEST_CHANGE_APPROVED", "TEST_FILE_CHANGED");
  }

  @Test
  void renameOfATestThatIsDeniedLeavesTheTest() {
    RunView sealed = decided("DENY");

    assertThat(sealed.verdict())
        .as(RegisteredRepository.findings(sealed).toString())
        .contains("PASSED");
    assertThat(RegisteredRepository.findings(sealed)).isEmpty();
  }

  @Test
  void underTheBaseProfileTheSameRenameFails() {
    RegisteredRepository written =
        RegisteredRepository.verifiedBy(gateway, site.origin(), DefectRepository.PYTEST);
    OpenedRun run = written.open();
    work(written.agent().inside(run));

    RunView sealed = written.sealed(run);

    assertThat(sealed.verdict()).contains("FAILED");
    assertThat(RegisteredRepository.findings(sealed))
        .containsExactly("TEST_FILE_CHANGED", "TEST_VANISHED");
  }

  private static void work(RunClient worker) {
    worker.write(DefectRepository.FILE, DefectRepository.BROKEN_SHA256, DefectRepository.MENDED);
    worker.write(TEST, worker.read(TEST).sha256(), RENAMED);
  }

  private RunView decided(String decision) {
    OpenedRun run = site.open();
    RunClient worker = site.agent().inside(run);
    work(worker);
    GatehouseClient operator = gateway.operator();
    ApprovalView waiting =
        operator.approvals("WAITING").stream()
            .filter(each -> each.runId().equals(run.runId()))
            .findFirst()
            .orElseThrow();
    var _ =
        operator.decide(
            waiting.approvalId(),
            new ApprovalDecision(decision, waiting.proposalSha256(), Optional.empty()));
    return site.sealed(run);
  }
}
