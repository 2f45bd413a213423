package dev.gatehouse.controlplane.projection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * Who may act on an open run.
 *
 * @param fence the fencing token
 * @param expiresAt the database's own: when the lease ends, as last seen in memory
 */
@Table("leases")
public record LeaseRow(
    @Id String runId, String agent, long fence, Instant takenAt, @Nullable Instant expiresAt) {

  /** The part that folders decide. */
  LeaseRow fromFolder() {
    return new LeaseRow(runId, agent, fence, takenAt, null);
  }
}
