package dev.gatehouse.workspace.repository;

import dev.gatehouse.evidence.GitId;

/**
 * What a new branch is meant to be merged into.
 *
 * @param target a branch of the origin
 * @param tip where the caller saw it
 * @param base the published commit's parent
 * @param unrelatedBase whether {@code base} may lie outside the history of {@code tip}
 */
public record Onto(String target, GitId tip, GitId base, boolean unrelatedBase) {}
