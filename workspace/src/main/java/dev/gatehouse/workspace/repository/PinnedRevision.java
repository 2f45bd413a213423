package dev.gatehouse.workspace.repository;

import dev.gatehouse.evidence.GitId;

/**
 * A revision that a run has pinned.
 *
 * @param commit the commit
 * @param tree its tree
 */
public record PinnedRevision(GitId commit, GitId tree) {}
