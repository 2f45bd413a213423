package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.path.PathNames;
import dev.gatehouse.policy.path.PatternSet;
import dev.gatehouse.policy.profile.VerificationPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The tree that a plan is run on: the result, with the control files of the base unless an operator
 * approved exactly that content.
 *
 * @param tree what is written out
 * @param control each path where it differs from the result, in byte order
 */
public record VerifiedTree(Tree tree, List<VerifierReport.Control> control) {
  public VerifiedTree {
    control = List.copyOf(control);
  }

  /**
   * Takes unapproved changes of control files back.
   *
   * @param plan names the control files; names are compared folded
   * @param names how they are folded
   * @param closure what is control because of the base
   * @param base the tree that the run started from
   * @param result the committed tree
   * @param approved what operators approved, by path: the version of the last committed approval,
   *     empty for an approved deletion
   */
  public static VerifiedTree of(
      VerificationPlan plan,
      NameRules names,
      ControlClosure closure,
      Tree base,
      Tree result,
      Map<TreePath, Optional<FileVersion>> approved) {
    PatternSet patterns = PatternSet.folded(plan.control(), names);
    ClosedPaths closed = new ClosedPaths(closure, names);
    TreeMap<TreePath, FileVersion> files = new TreeMap<>(result.files());
    List<VerifierReport.Control> control = new ArrayList<>();
    TreeSet<TreePath> paths = new TreeSet<>(base.files().keySet());
    paths.addAll(result.files().keySet());
    for (TreePath path : paths) {
      @Nullable FileVersion before = base.files().get(path);
      @Nullable FileVersion after = result.files().get(path);
      if (Objects.equals(before, after)
          || !isControl(PathNames.of(path, names), before != null, patterns, closed)
          || Optional.ofNullable(after).equals(approved.get(path))) {
        continue;
      }
      if (before == null) {
        files.remove(path);
      } else {
        removeInTheWayOf(path, files, control);
        files.put(path, before);
      }
      control.add(new VerifierReport.Control(path, before != null));
    }
    leaveOut(closure, files, control);
    control.sort(Comparator.comparing(VerifierReport.Control::path));
    return new VerifiedTree(new Tree(files), control);
  }

  private static boolean isControl(
      PathNames path, boolean isInBase, PatternSet patterns, ClosedPaths closed) {
    return patterns.matches(path)
        || closed.why(path).isPresent()
        || closed.otherNames(path).stream().anyMatch(other -> patterns.matches(other.names()))
        || (!isInBase
            && closed.importNames(path).stream()
                .anyMatch(other -> patterns.matches(other.names())));
  }

  /** A link that leads nowhere in the tree is absent, unless something approved took its place. */
  private static void leaveOut(
      ControlClosure closure,
      TreeMap<TreePath, FileVersion> files,
      List<VerifierReport.Control> control) {
    for (TreePath path : closure.leftOut()) {
      @Nullable FileVersion version = files.get(path);
      if (version != null && version.mode() == FileMode.SYMLINK) {
        files.remove(path);
        control.removeIf(each -> each.path().equals(path));
        control.add(new VerifierReport.Control(path, /* restored= */ false));
      }
    }
  }

  /** A restored file may stand where the result has a directory, or below where it has a file. */
  private static void removeInTheWayOf(
      TreePath path, TreeMap<TreePath, FileVersion> files, List<VerifierReport.Control> control) {
    TreeSet<TreePath> inTheWay = new TreeSet<>();
    String below = path.latin1() + "/";
    files.tailMap(new TreePath(below)).keySet().stream()
        .takeWhile(file -> file.latin1().startsWith(below))
        .forEach(inTheWay::add);
    String text = path.latin1();
    for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
      TreePath ancestor = new TreePath(text.substring(0, slash));
      if (files.containsKey(ancestor)) {
        inTheWay.add(ancestor);
      }
    }
    for (TreePath file : inTheWay) {
      files.remove(file);
      control.add(new VerifierReport.Control(file, /* restored= */ false));
    }
  }
}
