package dev.gatehouse.syscalls.environment;

import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.ContentSource;
import dev.gatehouse.workspace.FileOperation;
import dev.gatehouse.workspace.posix.FileWriting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What makes the files of one tree those of another. */
final class TreeDifference {
  private TreeDifference() {}

  /** Deletions and new contents, for the paths that are not left out. */
  static List<FileOperation> placements(
      Tree from, Tree to, ContentSource contents, Predicate<TreePath> leaveOut) {
    List<FileOperation> placements = new ArrayList<>();
    from.files().keySet().stream()
        .filter(path -> to.file(path).isEmpty() && !leaveOut.test(path))
        .forEach(path -> placements.add(new FileOperation.Delete(path)));
    to.files()
        .forEach((path, version) -> {
          if (!from.file(path).equals(Optional.of(version)) && !leaveOut.test(path)) {
            placements.add(put(path, version, contents));
          }
        });
    return placements;
  }

  /** A run changes files only; links and submodules stay those of the base. */
  private static FileOperation put(TreePath path, FileVersion version, ContentSource contents) {
    return new FileOperation.PutFile(
        path,
        version.mode() == FileMode.EXECUTABLE,
        FileWriting.of(version.size(), out -> contents.write(version, out)),
        Optional.empty());
  }
}
