package dev.gatehouse.controlplane.projection;

import dev.gatehouse.controlplane.index.SealedSummary;
import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.syscalls.RunPhase;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /** Whether somebody cancelled the run. */
  private static boolean cancelled(Event.@Nullable RunEnded end) {
    return end != null && end.cancelled().isPresent();
  }

  private static List<ApprovalRow> approvals(ProjectedHistory history) {
    Event.RunEnded end = history.end();
    return history.approvals().stream()
        .map(row ->
            end != null && row.state() == Approval.State.WAITING
                ? RunFold.settled(
                    row,
                    Approval.State.EXPIRED,
                    "gateway",
                    end.at(),
                    cancelled(end) ? "the run was cancelled" : "")
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
    Optional<SealedSummary.Outcome> seal = facts.seal().map(SealedSummary::outcome);
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
        seal.map(SealedSummary.Outcome::verdict).orElse(null),
        facts.seal().map(sealed -> sealed.route(attempt)).orElse(null),
        seal.flatMap(SealedSummary.Outcome::resultTree).map(GitId::hex).orElse(null),
        seal.flatMap(SealedSummary.Outcome::gateReportSha256).map(Digest::hex).orElse(null),
        seal.map(closed -> RunFold.stored(closed.sealedAt())).orElse(null),
        seal.map(closed -> closed.sealSha256().hex()).orElse(null));
  }

  private static RunPhase state(ProjectedHistory history, boolean sealed) {
    return sealed ? RunPhase.SEALED : history.phase();
  }
}
