package dev.gatehouse.controlplane.projection;

import dev.gatehouse.controlplane.projection.RunFacts.SealFacts;
import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.journal.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one run; a pure function of its facts, its attempt and the routing.
 *
 * @param lease there while the run has not ended
 * @param approvals sorted by their ids
 */
public record RunProjection(RunRow run, Optional<LeaseRow> lease, List<ApprovalRow> approvals) {

  public RunProjection {
    approvals = approvals.stream().sorted(Comparator.comparing(ApprovalRow::approvalId)).toList();
  }

  static RunProjection of(RunFacts facts, int attempt, Routes routes) {
    Fold fold = new Fold(facts.run().runId());
    facts.events().forEach(fold::accept);
    return new RunProjection(
        fold.run(facts, attempt, routes), fold.currentLease(), fold.approvals());
  }

  /** A run that could not be closed, and that the gates could not judge either. */
  private static boolean failedUnjudged(SealFacts seal) {
    return seal.verdict().equals("FAILED") && seal.gateReport().isEmpty();
  }

  /** The database keeps microseconds. */
  private static Instant stored(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  private static final class Fold {
    private final String runId;
    private final Map<String, ApprovalRow> byId = new LinkedHashMap<>();
    private @Nullable LeaseRow lease;
    private @Nullable Instant submittedAt;
    private Event.@Nullable RunEnded end;

    Fold(String runId) {
      this.runId = runId;
    }

    void accept(Event event) {
      switch (event) {
        case Event.LeaseTaken e ->
            lease = new LeaseRow(runId, e.agent(), e.fence(), stored(e.at()), null);
        case Event.ApprovalRequested e -> byId.put(e.approval().approvalId(), waiting(e));
        case Event.ApprovalSettled e ->
            byId.computeIfPresent(e.approvalId(), (_, row) -> settled(row, e));
        case Event.RunSubmitted e -> submittedAt = stored(e.at());
        case Event.RunEnded e -> end = e;
        case Event.RunBegun _,
            Event.CallIntended _,
            Event.CallEnded _,
            Event.CallRefused _,
            Event.CallConfirmed _,
            Event.CallAborted _,
            Event.ScratchLost _ -> {}
      }
    }

    private ApprovalRow waiting(Event.ApprovalRequested event) {
      Approval approval = event.approval();
      return new ApprovalRow(
          approval.approvalId(),
          runId,
          approval.callId(),
          approval.change().path().text(),
          approval.rule(),
          approval.role(),
          approval.proposalSha256().hex(),
          stored(approval.requestedAt()),
          stored(approval.expiresAt()),
          Approval.State.WAITING,
          null,
          null,
          null);
    }

    private static ApprovalRow settled(ApprovalRow row, Event.ApprovalSettled event) {
      return settled(row, event.state(), event.by(), event.at(), event.comment());
    }

    private static ApprovalRow settled(
        ApprovalRow row, Approval.State state, String by, Instant at, String comment) {
      return new ApprovalRow(
          row.approvalId(),
          row.runId(),
          row.callId(),
          row.path(),
          row.rule(),
          row.role(),
          row.proposalSha256(),
          row.requestedAt(),
          row.expiresAt(),
          state,
          by,
          stored(at),
          comment);
    }

    List<ApprovalRow> approvals() {
      Event.RunEnded ended = end;
      return byId.values().stream()
          .map(row ->
              ended != null && row.state() == Approval.State.WAITING
                  ? settled(row, Approval.State.EXPIRED, "gateway", ended.at(), "")
                  : row)
          .toList();
    }

    Optional<LeaseRow> currentLease() {
      return end == null ? Optional.ofNullable(lease) : Optional.empty();
    }

    RunRow run(RunFacts facts, int attempt, Routes routes) {
      RunRecord run = facts.run();
      int waiting =
          Math.toIntExact(
              approvals().stream().filter(row -> row.state() == Approval.State.WAITING).count());
      Optional<SealFacts> seal = facts.seal();
      return new RunRow(
          run.runId(),
          run.repository(),
          run.taskId(),
          run.agent(),
          run.profile(),
          run.policySha256().hex(),
          run.revision(),
          run.baseCommit().hex(),
          run.baseTree().hex(),
          state(seal.isPresent(), waiting),
          stored(run.startedAt()),
          submittedAt,
          end == null ? null : stored(end.at()),
          facts.events().size(),
          waiting,
          attempt,
          end == null ? null : end.status(),
          seal.map(SealFacts::verdict).orElse(null),
          seal.flatMap(SealFacts::gateReport)
              .flatMap(report -> routes.route(report, attempt))
              .or(() -> seal.filter(RunProjection::failedUnjudged).map(ignored -> "FAILED"))
              .orElse(null),
          seal.flatMap(SealFacts::resultTree).orElse(null),
          seal.flatMap(SealFacts::gateReportSha256).orElse(null),
          seal.map(closed -> stored(closed.sealedAt())).orElse(null),
          seal.map(closed -> closed.sha256().hex()).orElse(null));
    }

    private RunState state(boolean sealed, int waiting) {
      if (sealed) {
        return RunState.SEALED;
      }
      if (submittedAt == null && end == null) {
        return RunState.OPEN;
      }
      return waiting > 0 ? RunState.WAITING_FOR_APPROVALS : RunState.VERIFYING;
    }
  }
}
