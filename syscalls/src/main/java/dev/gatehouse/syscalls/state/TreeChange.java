package dev.gatehouse.syscalls.state;

import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import java.util.Optional;

/** By how much the tree of a run differs from its base, kept up with every committed change. */
final class TreeChange {
  private final Tree base;
  private ChangeAmount amount = ChangeAmount.NONE;

  TreeChange(Tree base) {
    this.base = base;
  }

  ChangeAmount amount() {
    return amount;
  }

  void commit(Change change) {
    amount = amount.plus(difference(change));
  }

  /** What committing the change adds; negative where it brings the base back. */
  ChangeAmount difference(Change change) {
    TreePath path = change.path().toTreePath();
    Optional<FileVersion> there = base.file(path);
    return ChangeAmount.of(path, there, change.after())
        .minus(ChangeAmount.of(path, there, change.before()));
  }
}
