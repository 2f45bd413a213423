package dev.gatehouse.client.operator;

import java.util.Optional;

/**
 * Asks for a merge: exactly this seal, onto exactly this tip.
 *
 * @param sealSha256 digest of the run's seal
 * @param branch the new branch that is created in the origin
 * @param target the branch that it is meant for; by default that of the origin's HEAD
 * @param targetTip the commit that the target stood at when the operator looked
 * @param allowUnrelatedBase whether the run's base may come into the origin though it is not in the
 *     target's history
 */
public record MergeRequest(
    String sealSha256,
    String branch,
    Optional<String> target,
    String targetTip,
    boolean allowUnrelatedBase) {

  /** A merge into {@code target}, in whose history the run's base is. */
  public MergeRequest(String sealSha256, String branch, String target, String targetTip) {
    this(sealSha256, branch, Optional.of(target), targetTip, false);
  }
}
