package dev.gatehouse.workspace;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.FileOperation.Delete;
import dev.gatehouse.workspace.FileOperation.PutDirectory;
import dev.gatehouse.workspace.FileOperation.PutFile;
import dev.gatehouse.workspace.FileOperation.PutLink;
import dev.gatehouse.workspace.posix.Descriptor;
import dev.gatehouse.workspace.posix.DirectoryEntryCalls;
import dev.gatehouse.workspace.posix.DirectoryRoot;
import dev.gatehouse.workspace.posix.Errno;
import dev.gatehouse.workspace.posix.FileStat;
import dev.gatehouse.workspace.posix.TreeNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts one unit of placements in place. All content is written beside the tree first, so that a
 * full disk is met before anything has changed; then deletions, deepest first, then directories,
 * then one rename for each file and link.
 */
final class FileOperationApplier {
  private final DirectoryRoot tree;
  private final DirectoryRoot staged;
  private final OwnedFileFactory files;

  FileOperationApplier(DirectoryRoot tree, DirectoryRoot staged, OwnedFileFactory files) {
    this.tree = tree;
    this.staged = staged;
    this.files = files;
  }

  void apply(List<FileOperation> placements) {
    placements.forEach(placement -> TreeNames.checked(placement.path()));
    List<FileOperation> ordered =
        placements.stream().sorted(Comparator.comparing(FileOperation::path)).toList();
    OperationConflicts.refuse(tree, ordered);
    DirectoryCleaner.empty(staged.descriptor());
    try {
      place(ordered);
    } catch (RuntimeException e) {
      emptyStaged(e);
      throw e;
    }
  }

  /** What was written before a disk was full would keep it full. */
  private void emptyStaged(RuntimeException cause) {
    try {
      DirectoryCleaner.empty(staged.descriptor());
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private void place(List<FileOperation> ordered) {
    List<TreePath> moves = new ArrayList<>();
    List<TreePath> deletions = new ArrayList<>();
    List<TreePath> directories = new ArrayList<>();
    for (FileOperation placement : ordered) {
      switch (placement) {
        case PutFile put -> {
          files.file(
              staged.descriptor(),
              stagedName(moves.size()),
              put.executable(),
              put.content(),
              put.modified());
          moves.add(put.path());
        }
        case PutLink put -> {
          files.link(staged.descriptor(), stagedName(moves.size()), put.target());
          moves.add(put.path());
        }
        case PutDirectory put -> directories.add(put.path());
        case Delete delete -> deletions.add(delete.path());
      }
    }
    deletions.reversed().forEach(this::delete);
    directories.forEach(path -> files.directories(tree, path.latin1()).close());
    for (int i = 0; i < moves.size(); i++) {
      move(stagedName(i), moves.get(i));
    }
  }

  private void move(String stagedName, TreePath path) {
    try (Descriptor parent = files.directories(tree, TreeNames.parent(path))) {
      String name = TreeNames.name(path);
      if (FileStat.of(parent, name).filter(FileStat::isDirectory).isPresent()) {
        removeEmptied(parent, path);
      }
      long result = DirectoryEntryCalls.renameToNew(staged.descriptor(), stagedName, parent, name);
      if (result == -Errno.EEXIST) {
        // Some file systems write data out when a rename replaces a file; an exchange does not.
        result = DirectoryEntryCalls.exchange(staged.descriptor(), stagedName, parent, name);
        Errno.check(result, "exchange", path.display());
        result = DirectoryEntryCalls.removeFile(staged.descriptor(), stagedName);
      }
      Errno.check(result, "rename", path.display());
    }
  }

  /** Removes a directory whose content this unit has deleted; only empty ones are left in it. */
  private void removeEmptied(Descriptor parent, TreePath path) {
    Errno.check(
        DirectoryEntryCalls.removeDirectory(parent, TreeNames.name(path)), "rmdir", path.display());
  }

  private void delete(TreePath path) {
    long fd = tree.tryDirectory(TreeNames.parent(path));
    if (fd == -Errno.ENOENT || fd == -Errno.ENOTDIR || fd == -Errno.ELOOP) {
      return;
    }
    try (Descriptor parent =
        new Descriptor((int) Errno.check(fd, "open directory", path.display()))) {
      String name = TreeNames.name(path);
      long result = DirectoryEntryCalls.removeFile(parent, name);
      if (result == -Errno.EISDIR) {
        result = DirectoryEntryCalls.removeDirectory(parent, name);
      }
      if (result != -Errno.ENOENT && result != -Errno.ENOTEMPTY) {
        Errno.check(result, "remove", path.display());
      }
    }
  }

  private static String stagedName(int number) {
    return "new-" + number;
  }
}
