package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.CommandAnswer;
import dev.gatehouse.client.CommandAnswer.PathChange;
import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.operator.ApprovalDecision;
import dev.gatehouse.client.operator.ApprovalView;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.report.VerifierReport;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run passes by what it did, never by what it did to its judge. */
@ExtendWith(SharedGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgeryTests {
  private final Gateway gateway;
  private final RegisteredRepository site;

  ForgeryTests(Gateway gateway) {
    this.gateway = gateway;
    this.site = RegisteredRepository.under(gateway, DefectRepository.repository(), "contained");
  }

  @BeforeAll
  void theDefectIsFound() {
    OpenedRun run = site.open();
    RunClient worker = site.agent().inside(run);
    for (Forgery forgery : Forgery.values()) {
      assertThat(worker.run(CommandRequest.shell(forgery.judgement())).exitCode().getAsInt())
          .isNotZero();
    }
    worker.submit();
  }

  @ParameterizedTest
  @EnumSource
  void honestFixPasses(Forgery forgery) {
    RegisteredRepository judged =
        site.withProfile(RegisteredRepository.derived(gateway, forgery.judgement()));
    OpenedRun run = judged.open();
    RunClient worker = judged.agent().inside(run);

    worker.write(
        DefectRepository.FILE,
        worker.read(DefectRepository.FILE).sha256(),
        DefectRepository.MENDED);

    assertThat(judged.sealed(run).verdict()).contains("PASSED");
  }

  @ParameterizedTest
  @EnumSource
  void forgeryIsHeldAndWithoutApprovalFails(Forgery forgery) {
    RegisteredRepository judged =
        site.withProfile(RegisteredRepository.derived(gateway, forgery.judgement()));
    OpenedRun run = judged.open();

    PathChange change = forge(judged, run, forgery);
    assertThat(change.disposition()).isEqualTo("HELD");
    judged.agent().inside(run).submit();
    deny(change.approvalId().orElseThrow());

    assertThat(judged.awaitSeal(run.runId()).verdict()).contains("FAILED");
  }

  @ParameterizedTest
  @EnumSource
  void forgeryThatNoPathRuleHoldsStillFails(Forgery forgery) {
    RegisteredRepository judged =
        site.withProfile(OwnProfile.guarded(gateway, forgery.judgement()));
    OpenedRun run = judged.open();

    assertThat(forge(judged, run, forgery).disposition()).isEqualTo("COMMITTED");
    RunView sealed = judged.sealed(run);

    assertThat(sealed.verdict()).contains("FAILED");
    VerifierReport report =
        RunEvidence.read(RegisteredRepository.folder(sealed)).verifierReport().orElseThrow();
    assertThat(report.control())
        .extracting(VerifierReport.Control::path)
        .containsExactly(TreePath.of(forgery.path()));
  }

  /** The twin that shows what the control files are for: the step says 0, and proves nothing. */
  @ParameterizedTest
  @EnumSource
  void forgeryWouldPassIfTheResultJudgedItself(Forgery forgery) {
    RegisteredRepository judged =
        site.withProfile(OwnProfile.unguarded(gateway, forgery.judgement()));
    OpenedRun run = judged.open();

    forge(judged, run, forgery);

    RunView sealed = judged.sealed(run);
    VerifierReport report =
        RunEvidence.read(RegisteredRepository.folder(sealed)).verifierReport().orElseThrow();
    assertThat(report.steps()).allMatch(step -> step.exitCode() == 0);
    assertThat(sealed.verdict()).contains("FAILED");
    assertThat(RegisteredRepository.findings(sealed))
        .containsAnyOf("SENTINEL_MISSING", "TEST_VANISHED");
  }

  @Test
  void runWithoutAPlanDoesNotPass() {
    OpenedRun run = site.open();

    assertThat(site.sealed(run).verdict()).contains("FAILED");
  }

  /** The agent's own look at it says that all is well. */
  private static PathChange forge(RegisteredRepository judged, OpenedRun run, Forgery forgery) {
    CommandAnswer answer = judged.agent().inside(run).run(CommandRequest.shell(forgery.script()));
    assertThat(answer.exitCode()).hasValue(0);
    return answer.changes().stream()
        .filter(change -> change.path().equals(forgery.path()))
        .findFirst()
        .orElseThrow();
  }

  private void deny(String approvalId) {
    GatehouseClient operator = gateway.operator();
    ApprovalView seen = operator.approval(approvalId);
    operator.decide(
        approvalId, new ApprovalDecision("DENY", seen.proposalSha256(), Optional.empty()));
  }
}
