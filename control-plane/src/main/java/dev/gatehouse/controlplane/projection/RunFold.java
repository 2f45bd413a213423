package dev.gatehouse.controlplane.projection;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.syscalls.state.PhaseTracker;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Folds the journal of a run, and goes on where it was when the journal has grown, so that of a
 * long journal only what is new is read.
 */
final class RunFold {
  private final String runId;
  private final Map<String, ApprovalRow> approvals = new LinkedHashMap<>();
  private final PhaseTracker phase = new PhaseTracker();
  private int events;
  private @Nullable LeaseRow lease;
  private @Nullable Instant submittedAt;
  private Event.@Nullable RunEnded end;

  RunFold(String runId) {
    this.runId = runId;
  }

  /**
   * What the first {@code journal.size()} events say, or more where another thread has read on.
   *
   * @param journal every event of the run so far
   */
  synchronized ProjectedHistory upTo(List<Event> journal) {
    if (journal.size() > events) {
      for (Event event : journal.subList(events, journal.size())) {
        accept(event);
        phase.add(event);
        events++;
      }
    }
    return new ProjectedHistory(
        events,
        Optional.ofNullable(lease),
        List.copyOf(approvals.values()),
        phase.phase(),
        submittedAt,
        end);
  }

  private void accept(Event event) {
    switch (event) {
      case Event.LeaseTaken e ->
          lease = new LeaseRow(runId, e.agent(), e.fence(), stored(e.at()), null);
      case Event.ApprovalRequested e -> approvals.put(e.approval().approvalId(), waiting(e));
      case Event.ApprovalSettled e ->
          approvals.computeIfPresent(
              e.approvalId(), (_, row) -> settled(row, e.state(), e.by(), e.at(), e.comment()));
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

  static ApprovalRow settled(
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
        StoredText.of(comment));
  }

  /** The database keeps microseconds. */
  static Instant stored(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }
}
