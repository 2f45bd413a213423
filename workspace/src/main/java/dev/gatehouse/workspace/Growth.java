package dev.gatehouse.workspace;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.FileOperation.Delete;
import dev.gatehouse.workspace.FileOperation.PutDirectory;
import dev.gatehouse.workspace.FileOperation.PutFile;
import dev.gatehouse.workspace.FileOperation.PutLink;
import dev.gatehouse.workspace.posix.DirectoryRoot;
import dev.gatehouse.workspace.posix.FileStat;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** By how much a unit of placements makes a tree larger, with the directories that it needs. */
final class Growth {
  private final DirectoryRoot tree;
  private final Map<TreePath, FileOperation> unit = new TreeMap<>();
  private final Set<String> parents = new HashSet<>();

  private Growth(DirectoryRoot tree) {
    this.tree = tree;
  }

  static Footprint of(DirectoryRoot tree, List<FileOperation> placements) {
    Growth growth = new Growth(tree);
    for (FileOperation placement : placements) {
      // A path may be deleted and put: what is put stays.
      growth.unit.merge(
          placement.path(), placement, (one, other) -> one instanceof Delete ? other : one);
    }
    return growth.total();
  }

  private Footprint total() {
    Footprint total = Footprint.NONE;
    for (FileOperation placement : unit.values()) {
      total = total.plus(put(placement)).minus(there(placement.path()));
    }
    return total;
  }

  private Footprint put(FileOperation placement) {
    return switch (placement) {
      case PutFile file -> parentsOf(file.path()).plus(Footprint.ofSize(file.content().length()));
      case PutLink link -> parentsOf(link.path()).plus(Footprint.ofSize(link.target().length));
      case PutDirectory directory -> parentsOf(directory.path()).plus(Footprint.BLOCK);
      case Delete ignored -> Footprint.NONE;
    };
  }

  private Footprint there(TreePath path) {
    return tree.stat(path)
        .map(found ->
            switch (found.type()) {
              case FILE, SYMLINK -> Footprint.ofSize(found.size());
              case DIRECTORY, WHITEOUT, SPECIAL -> Footprint.BLOCK;
            })
        .orElse(Footprint.NONE);
  }

  /** Directories above it that no placement names and that are not there yet. */
  private Footprint parentsOf(TreePath path) {
    Footprint made = Footprint.NONE;
    String text = path.latin1();
    for (int slash = text.lastIndexOf('/'); slash > 0; slash = text.lastIndexOf('/', slash - 1)) {
      TreePath parent = new TreePath(text.substring(0, slash));
      if (!parents.add(parent.latin1())) {
        return made;
      }
      if (!(unit.get(parent) instanceof PutDirectory)) {
        if (tree.stat(parent).filter(FileStat::isDirectory).isPresent()) {
          return made;
        }
        made = made.plus(Footprint.BLOCK);
      }
    }
    return made;
  }
}
