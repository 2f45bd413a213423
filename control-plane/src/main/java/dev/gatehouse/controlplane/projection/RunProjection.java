package dev.gatehouse.controlplane.projection;

import dev.gatehouse.controlplane.projection.ProjectedFacts.SealFacts;
import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.syscalls.RunPhase;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one run; a pure function of its facts and its attempt.
 *
 * @param lease there while the run has not ended
 * @param approvals sorted by their ids
 */
public record RunProjection(RunRow run, Optional<LeaseRow> lease, List<ApprovalRow> approvals) {

  public RunProjection {
    approvals = approvals.stream().sorted(Comparator.comparing(ApprovalRow::approvalId)).toList();
  }

  static RunProjection of(ProjectedFacts facts, int attempt) {
    ProjectedHistory history = facts.history();
    List<ApprovalRow> approvals = approvals(history);
    return new RunProjection(
        run(facts, approvals, attempt),
        history.end() == null ? history.lease() : Optional.empty(),
        approvals);
  }

  /** A run that could not be closed, and that the gates could not judge either. */
  private static boolean failedUnjudged(SealFacts seal) {
    return seal.verdict().equals("FAILED") && seal.gateReport().isEmpty();
  }

  private static List<ApprovalRow> approvals(ProjectedHistory history) {
    Event.RunEnded end = history.end();
    return history.approvals().stream()
        .map(row ->
            end != null && row.state() == Approval.State.WAITING
                ? RunFold.settled(row, Approval.State.EXPIRED, "gateway", end.at(), "")
                : row)
        .toList();
  }

  private static RunRow run(ProjectedFacts facts, List<ApprovalRow> approvals, int attempt) {
    ProjectedHistory history = facts.history();
    Event.RunEnded end = history.end();
    RunRecord run = facts.run();
    int waiting =
        Math.toIntExact(
            approvals.stream().filter(row -> row.state() == Approval.State.WAITING).count());
    Optional<SealFacts> seal = facts.seal();
    return new RunRow(
        run.runId(),
        run.repository(),
        run.taskId(),
        run.agent(),
        run.profile(),
        run.policySha256().hex(),
        StoredText.of(run.revision()),
        run.baseCommit().hex(),
        run.baseTree().hex(),
        state(history, seal.isPresent()),
        RunFold.stored(run.startedAt()),
        history.submittedAt(),
        end == null ? null : RunFold.stored(end.at()),
        history.events(),
        waiting,
        attempt,
        end == null ? null : end.status(),
        seal.map(SealFacts::verdict).orElse(null),
        seal.flatMap(SealFacts::gateReport)
            .map(report -> RunRouting.route(report, attempt))
            .or(() -> seal.filter(RunProjection::failedUnjudged).map(ignored -> "FAILED"))
            .orElse(null),
        seal.flatMap(SealFacts::resultTree).orElse(null),
        seal.flatMap(SealFacts::gateReportSha256).orElse(null),
        seal.map(closed -> RunFold.stored(closed.sealedAt())).orElse(null),
        seal.map(closed -> closed.sha256().hex()).orElse(null));
  }

  private static RunPhase state(ProjectedHistory history, boolean sealed) {
    return sealed ? RunPhase.SEALED : history.phase();
  }
}
