package dev.gatehouse.workspace;

import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.posix.Descriptor;
import dev.gatehouse.workspace.posix.DirectoryRoot;
import dev.gatehouse.workspace.posix.FileWriting;
import dev.gatehouse.workspace.posix.TreeNames;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Writes a whole tree into an empty directory, byte for byte as the blobs have it. */
final class Materializer {
  private final DirectoryRoot tree;
  private final OwnedFileFactory files;
  private final ContentSource contents;

  Materializer(DirectoryRoot tree, OwnedFileFactory files, ContentSource contents) {
    this.tree = tree;
    this.files = files;
    this.contents = contents;
  }

  void write(Tree from, Predicate<TreePath> leaveOut) {
    String open = "";
    Descriptor parent = tree.directory("");
    try {
      for (Map.Entry<TreePath, FileVersion> file : from.files().entrySet()) {
        TreePath path = TreeNames.checked(file.getKey());
        if (leaveOut.test(path)) {
          continue;
        }
        // Paths come in order, so that neighbours share their directory.
        String wanted = TreeNames.parent(path);
        if (!wanted.equals(open)) {
          parent.close();
          parent = files.directories(tree, wanted);
          open = wanted;
        }
        write(parent, TreeNames.name(path), file.getValue());
      }
    } finally {
      parent.close();
    }
  }

  private void write(Descriptor parent, String name, FileVersion version) {
    switch (version.mode()) {
      case REGULAR, EXECUTABLE ->
          files.file(
              parent,
              name,
              version.mode() == FileMode.EXECUTABLE,
              FileWriting.of(version.size(), out -> contents.write(version, out)),
              Optional.empty());
      case SYMLINK -> files.link(parent, name, contents.content(version));
      case GITLINK -> {
        // A submodule has no content of this repository's; nothing stands for it.
      }
    }
  }
}
