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
import java.util.List;
import java.util.Optional;

/** Runs on forged bases, and what becomes of them. */
record ForgedRuns(Gateway gateway) {

  /** The verdict where the defect is fixed, and nothing else is changed. */
  String fixed(ForgedBase base) {
    RegisteredRepository site =
        RegisteredRepository.verifiedBy(gateway, base.repository(), base.judgement());
    OpenedRun run = site.open();
    RunClient worker = site.agent().inside(run);
    worker.write(
        DefectRepository.FILE,
        worker.read(DefectRepository.FILE).sha256(),
        DefectRepository.MENDED);
    return site.sealed(run).verdict().orElseThrow();
  }

  /** What became of the files that were forged, under a profile; nobody approves any of them. */
  Outcome forged(ForgedBase base, String profile) {
    return forged(base, profile, base.script());
  }

  private Outcome forged(ForgedBase base, String profile, String script) {
    RegisteredRepository site = RegisteredRepository.under(gateway, base.repository(), profile);
    OpenedRun run = site.open();
    CommandAnswer answer = site.agent().inside(run).run(CommandRequest.shell(script));
    assertThat(answer.exitCode()).as("%s", answer.stdout()).hasValue(0);
    List<PathChange> changes =
        answer.changes().stream()
            .filter(change -> base.forged().containsKey(change.path()))
            .toList();
    assertThat(changes).hasSize(base.forged().size());
    site.agent().inside(run).submit();
    answer.changes().stream()
        .flatMap(change -> change.approvalId().stream())
        .distinct()
        .forEach(this::deny);
    RunView sealed = site.awaitSeal(run.runId());
    return new Outcome(
        changes.stream().map(PathChange::disposition).toList(),
        RegisteredRepository.exitCodes(sealed),
        sealed.verdict().orElseThrow());
  }

  /**
   * Under the rules of {@code default} each forged file waits, and without approval nothing passes.
   * The agent's own command is the twin: it judges by what it forged, and ends with 0.
   */
  void requireHeld(ForgedBase base) {
    String profile = RegisteredRepository.derived(gateway, base.judgement());
    Outcome outcome = forged(base, profile, base.judgedScript());
    assertThat(outcome.dispositions()).containsOnly("HELD");
    assertThat(outcome.verdict()).isEqualTo("FAILED");
  }

  /** Where the result judges itself each step ends with 0, and only the judge fails the run. */
  void requireExitCodeAlone(ForgedBase base) {
    Outcome outcome = forged(base, OwnProfile.unguarded(gateway, base.judgement()));
    assertThat(outcome.exitCodes()).containsOnly(0L);
    assertThat(outcome.verdict()).isEqualTo("FAILED");
  }

  /**
   * What became of a forged run.
   *
   * @param dispositions of each forged file
   * @param exitCodes of each step
   * @param verdict on the run
   */
  record Outcome(List<String> dispositions, List<Long> exitCodes, String verdict) {}

  private void deny(String approvalId) {
    GatehouseClient operator = gateway.operator();
    ApprovalView seen = operator.approval(approvalId);
    operator.decide(
        approvalId, new ApprovalDecision("DENY", seen.proposalSha256(), Optional.empty()));
  }
}
