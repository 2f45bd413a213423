package dev.gatehouse.client;

/**
 * A run that was opened.
 *
 * @param runId names it
 * @param token the run's token; starts with {@code ghr_}
 * @param fence the fencing token that every call carries
 * @param leaseExpiresAt RFC 3339; every call extends the lease
 * @param base the pinned base revision
 * @param policySha256 digest of the policy snapshot
 */
public record OpenedRun(
    String runId, String token, long fence, String leaseExpiresAt, Base base, String policySha256) {

  /**
   * The pinned base revision.
   *
   * @param gitCommit the commit
   * @param gitTree its tree
   */
  public record Base(String gitCommit, String gitTree) {}
}
