package dev.gatehouse.syscalls.change;

import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.layer.LayerEntry;
import dev.gatehouse.workspace.layer.LayerSnapshot;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether a tree can have a file at a path: none of its ancestors is a file, nothing is below it.
 */
public final class TreePlaces {
  private TreePlaces() {}

  public static boolean isFree(Tree tree, TreePath path) {
    String text = path.latin1();
    for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
      if (tree.file(new TreePath(text.substring(0, slash))).isPresent()) {
        return false;
      }
    }
    SortedMap<TreePath, FileVersion> after = tree.files().tailMap(new TreePath(text + "/"));
    return after.isEmpty() || !after.firstKey().latin1().startsWith(text + "/");
  }

  /**
   * {@code tree} without what a command removed. What a workspace does not show, as hidden files
   * and submodules, is still in it, and nothing may come in its place.
   */
  static Tree remaining(Tree tree, LayerSnapshot layer) {
    TreeMap<TreePath, FileVersion> files = new TreeMap<>(tree.files());
    for (LayerEntry entry : layer.entries()) {
      if (entry.kind() == LayerEntry.Kind.ABSENT) {
        files.remove(entry.path());
      }
    }
    return new Tree(files);
  }
}
