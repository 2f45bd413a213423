package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import java.util.SortedMap;

/**
 * What a run's base tree has of a path: names that it has are not made by the run.
 *
 * @param file whether it has a file of exactly this path
 * @param components how many leading components it has, as directories or as the file
 */
public record BaseMatch(boolean file, int components) {
  /** A path of which the base has nothing. */
  public static final BaseMatch NONE = new BaseMatch(false, 0);

  /** What {@code base} has of {@code path}. */
  public static BaseMatch of(Tree base, WorkspacePath path) {
    int size = path.components().size();
    TreePath whole = path.toTreePath();
    if (base.file(whole).isPresent()) {
      return new BaseMatch(true, size);
    }
    String prefix = whole.latin1();
    for (int components = size; components > 0; components--) {
      SortedMap<TreePath, FileVersion> below = base.files().tailMap(new TreePath(prefix + "/"));
      if (!below.isEmpty() && below.firstKey().latin1().startsWith(prefix + "/")) {
        return new BaseMatch(false, components);
      }
      prefix = prefix.substring(0, Math.max(prefix.lastIndexOf('/'), 0));
    }
    return NONE;
  }
}
