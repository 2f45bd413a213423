package dev.gatehouse.controlplane.projection;

import dev.gatehouse.evidence.Approval;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A held change and what became of it. One that was still waiting when its run ended has expired
 * with it.
 *
 * @param role who may decide
 * @param settledBy name of the operator, or {@code gateway}
 */
@Table("approvals")
public record ApprovalRow(
    @Id String approvalId,
    String runId,
    String callId,
    String path,
    String rule,
    String role,
    String proposalSha256,
    Instant requestedAt,
    Instant expiresAt,
    Approval.State state,
    @Nullable String settledBy,
    @Nullable Instant settledAt,
    @Nullable String comment) {
  /** A time as columns have it: in microseconds. */
  public static Instant stored(Instant time) {
    return RunFold.stored(time);
  }
}
