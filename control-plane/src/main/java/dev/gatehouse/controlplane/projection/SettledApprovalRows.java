package dev.gatehouse.controlplane.projection;

import dev.gatehouse.evidence.Approval;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds approvals of sealed runs by their rows. A row decides nothing: who asks looks into the
 * index.
 *
 * <p>Every method throws {@link dev.gatehouse.controlplane.database.DatabaseUnavailableException}
 * while the database is away.
 */
public interface SettledApprovalRows {
  /**
   * Approvals of sealed runs in that state, the oldest first, at most {@code limit}.
   *
   * @param from those that were asked for at this time, or later
   * @param after of those of that time the ones whose ids sort behind this one
   */
  List<ApprovalRow> settled(Approval.State state, Instant from, String after, int limit);

  /** The approval of that id. */
  Optional<ApprovalRow> approval(String approvalId);
}
