package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import java.util.SortedMap;

/**
 * Whether a tree can have a file at a path: none of its ancestors is a file, nothing is below it.
 */
final class Room {
  private Room() {}

  static boolean isFree(Tree tree, TreePath path) {
    String text = path.latin1();
    for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
      if (tree.file(new TreePath(text.substring(0, slash))).isPresent()) {
        return false;
      }
    }
    SortedMap<TreePath, FileVersion> after = tree.files().tailMap(new TreePath(text + "/"));
    return after.isEmpty() || !after.firstKey().latin1().startsWith(text + "/");
  }
}
