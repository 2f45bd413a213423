package dev.gatehouse.workspace;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.FileOperation.Delete;
import dev.gatehouse.workspace.FileOperation.PutDirectory;
import dev.gatehouse.workspace.FileOperation.PutFile;
import dev.gatehouse.workspace.FileOperation.PutLink;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.error.WorkspaceException;
import dev.gatehouse.workspace.posix.DirectoryRoot;
import dev.gatehouse.workspace.posix.FileStat;
import dev.gatehouse.workspace.posix.TreeNames;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds placements that do not fit with each other or with what stays, before anything changes. */
final class OperationConflicts {
  private final DirectoryRoot tree;
  private final Set<TreePath> deleted = new HashSet<>();
  private final Map<TreePath, Boolean> putAsDirectory = new HashMap<>();

  private OperationConflicts(DirectoryRoot tree, List<FileOperation> placements) {
    this.tree = tree;
    for (FileOperation placement : placements) {
      switch (placement) {
        case Delete delete -> deleted.add(delete.path());
        case PutDirectory put -> put(put.path(), true);
        case PutFile put -> put(put.path(), false);
        case PutLink put -> put(put.path(), false);
      }
    }
  }

  static void refuse(DirectoryRoot tree, List<FileOperation> placements) {
    OperationConflicts conflicts = new OperationConflicts(tree, placements);
    conflicts.putAsDirectory.forEach(conflicts::check);
  }

  private void put(TreePath path, boolean directory) {
    if (putAsDirectory.put(path, directory) != null) {
      throw refusal(path, "is placed twice");
    }
  }

  private void check(TreePath path, boolean directory) {
    for (String at = TreeNames.parent(path); !at.isEmpty(); at = parent(at)) {
      checkAncestor(path, new TreePath(at));
    }
    Optional<FileStat> there = tree.stat(path);
    if (there.isEmpty()) {
      return;
    }
    if (there.get().isDirectory() && !directory) {
      checkEmptied(path);
    }
    if (!there.get().isDirectory() && directory && !deleted.contains(path)) {
      throw refusal(path, "is a file that stays");
    }
  }

  private void checkAncestor(TreePath path, TreePath ancestor) {
    Boolean placed = putAsDirectory.get(ancestor);
    boolean becomesFile = placed != null && !placed;
    boolean staysFile =
        placed == null
            && !deleted.contains(ancestor)
            && tree.stat(ancestor).filter(stat -> !stat.isDirectory()).isPresent();
    if (becomesFile || staysFile) {
      throw refusal(path, "lies below %s, which is a file".formatted(ancestor.display()));
    }
  }

  /** A directory that a file replaces: all that is in it must go. */
  private void checkEmptied(TreePath directory) {
    Deque<TreePath> pending = new ArrayDeque<>(List.of(directory));
    while (!pending.isEmpty()) {
      TreePath at = pending.pop();
      for (String name : tree.names(at.latin1())) {
        TreePath child = TreeNames.child(at.latin1(), name);
        if (!deleted.contains(child)) {
          throw refusal(directory, "is a directory in which %s stays".formatted(child.display()));
        }
        if (tree.stat(child).filter(FileStat::isDirectory).isPresent()) {
          pending.push(child);
        }
      }
    }
  }

  private static String parent(String path) {
    return TreeNames.parent(new TreePath(path));
  }

  private static WorkspaceException refusal(TreePath path, String why) {
    return new WorkspaceException(
        WorkspaceErrorCode.WORKSPACE_CONFLICT, "%s %s".formatted(path.display(), why));
  }
}
