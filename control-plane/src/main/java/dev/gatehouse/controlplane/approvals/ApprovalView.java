package dev.gatehouse.controlplane.approvals;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gatehouse.evidence.FileVersion;
import org.jspecify.annotations.Nullable;

/**
 * An approval as operators see it.
 *
 * @param state WAITING, COMMITTED, DENIED, STALE or EXPIRED
 * @param settledBy name of the operator who decided, or {@code gateway}
 * @param settledAt when that was
 * @param comment what the operator said
 * @param before what the run's tree has at the path; only where one approval is asked for
 * @param after what it would have; likewise
 * @param diff one part of the change as text; likewise
 * @param diffParts how many parts there are; likewise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ApprovalView(
    String approvalId,
    String runId,
    String path,
    String rule,
    String role,
    String agent,
    String requestedAt,
    String expiresAt,
    String state,
    String proposalSha256,
    @Nullable String settledBy,
    @Nullable String settledAt,
    @Nullable String comment,
    @Nullable Version before,
    @Nullable Version after,
    @Nullable String diff,
    @Nullable Integer diffParts) {

  /** One side of the change. */
  record Version(String sha256, long size, String mode) {
    static Version of(FileVersion version) {
      return new Version(version.sha256().hex(), version.size(), version.mode().octal());
    }
  }
}
