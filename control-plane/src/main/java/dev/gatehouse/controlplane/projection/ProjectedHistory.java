package dev.gatehouse.controlplane.projection;

import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.syscalls.RunPhase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the journal of a run says that its rows show, up to one of its events.
 *
 * @param events how many
 * @param lease the last one that was taken
 * @param approvals in the order in which they were asked for
 * @param phase where the run was then
 */
public record ProjectedHistory(
    int events,
    Optional<LeaseRow> lease,
    List<ApprovalRow> approvals,
    RunPhase phase,
    @Nullable Instant submittedAt,
    Event.@Nullable RunEnded end) {

  public ProjectedHistory {
    approvals = List.copyOf(approvals);
  }
}
