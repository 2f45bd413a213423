package dev.gatehouse.gates.verification;

import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.gates.report.FindingCode;
import dev.gatehouse.gates.report.FindingCollector;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.profile.TestFiles;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Files with tests that the result has otherwise than the base, by their names or since a judge
 * names them: a test that was rewritten judges as its writer likes, so an operator reads it first.
 */
final class ChangedTestFiles {
  private static final int MOST_NAMED = 200;

  private ChangedTestFiles() {}

  /**
   * Notes each.
   *
   * @param named the files of the tests that judges name, from the runner's root directory
   */
  static void note(
      Tree base, Tree result, NameRules names, Set<String> named, FindingCollector log) {
    TreeSet<TreePath> paths = new TreeSet<>(base.files().keySet());
    paths.addAll(result.files().keySet());
    TestFiles tests = new TestFiles(names);
    int found = 0;
    for (TreePath path : paths) {
      @Nullable FileVersion before = base.files().get(path);
      @Nullable FileVersion after = result.files().get(path);
      if (Objects.equals(before, after) || !(tests.has(path) || isNamed(path.display(), named))) {
        continue;
      }
      found++;
      if (found <= MOST_NAMED) {
        log.file(FindingCode.TEST_FILE_CHANGED, path.display(), happened(before, after));
      }
    }
    if (found > MOST_NAMED) {
      log.file(
          FindingCode.TEST_FILE_CHANGED,
          "data/diff.patch",
          "and %s more files with tests".formatted(found - MOST_NAMED));
    }
  }

  /** Files of the base that have tests by their names, and are not in the result. */
  static List<String> gone(Tree base, Tree result, NameRules names) {
    TestFiles tests = new TestFiles(names);
    return base.files().keySet().stream()
        .filter(path -> tests.has(path) && !result.files().containsKey(path))
        .map(TreePath::display)
        .toList();
  }

  private static String happened(@Nullable FileVersion before, @Nullable FileVersion after) {
    if (before == null) {
      return "a file with tests is new";
    }
    return after == null ? "a file with tests is gone" : "a file with tests has changed";
  }

  /** A runner's root directory is the workspace or a directory below it. */
  private static boolean isNamed(String path, Set<String> named) {
    if (named.contains(path)) {
      return true;
    }
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (named.contains(path.substring(slash + 1))) {
        return true;
      }
    }
    return false;
  }
}
