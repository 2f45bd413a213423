package dev.gatehouse.client.operator;

import java.util.Optional;

/**
 * A proposal that waits, or waited, for an operator.
 *
 * @param approvalId names it
 * @param runId the run that made it
 * @param path what it changes
 * @param rule the policy's rule that holds it
 * @param role who may approve
 * @param agent whose run it is
 * @param state WAITING, COMMITTED, DENIED, STALE or EXPIRED
 * @param proposalSha256 digest of exactly this proposal; a decision names it
 * @param settledBy name of the operator who decided, or {@code gateway}
 * @param settledAt when that was
 * @param comment what the operator said
 * @param before what the run's tree has there; only when one approval is asked for
 * @param after what it would have; likewise
 * @param diff the first part of both as a unified diff; likewise
 * @param diffParts how many parts the diff has; likewise
 */
public record ApprovalView(
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
    Optional<String> settledBy,
    Optional<String> settledAt,
    Optional<String> comment,
    Optional<Version> before,
    Optional<Version> after,
    Optional<String> diff,
    Optional<Integer> diffParts) {

  /**
   * One side of a change.
   *
   * @param sha256 digest of the content
   * @param size bytes
   * @param mode six octal digits, as git writes them
   */
  public record Version(String sha256, long size, String mode) {}
}
