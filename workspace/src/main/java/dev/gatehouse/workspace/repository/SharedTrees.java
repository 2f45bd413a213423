package dev.gatehouse.workspace.repository;

import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Tree;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The trees of commits that somebody still uses, so that runs with the same base have one listing
 * in memory. Only what nobody uses any more is read again.
 */
final class SharedTrees {
  private final Map<GitId, WeakReference<Tree>> trees = new HashMap<>();

  /** The tree of {@code commit}: that which is in use, or what {@code reading} gives. */
  Tree of(GitId commit, Supplier<Tree> reading) {
    Tree used = used(commit);
    return used != null ? used : keep(commit, reading.get());
  }

  private synchronized @Nullable Tree used(GitId commit) {
    WeakReference<Tree> there = trees.get(commit);
    return there == null ? null : there.get();
  }

  /** Of two that were read at the same time one is kept. */
  private synchronized Tree keep(GitId commit, Tree read) {
    Tree used = used(commit);
    if (used != null) {
      return used;
    }
    trees.values().removeIf(each -> each.get() == null);
    trees.put(commit, new WeakReference<>(read));
    return read;
  }
}
