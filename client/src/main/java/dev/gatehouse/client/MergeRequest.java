package dev.gatehouse.client;

/**
 * Asks for a merge: exactly this seal, onto exactly this tip.
 *
 * @param sealSha256 digest of the run's seal
 * @param branch the new branch that is created in the origin
 * @param target the branch that it is meant for
 * @param targetTip the commit that {@code target} stood at when the operator looked
 */
public record MergeRequest(String sealSha256, String branch, String target, String targetTip) {}
