package dev.gatehouse.policy.closure;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.policy.decision.BaseMatch;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.decision.ProfileClosure;
import dev.gatehouse.policy.decision.VerifiedTree;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.VerificationStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** A base under the shipped profile with some steps, and its closure. */
final class ClosedBase {
  private static final String LINK = "-> ";
  private static final Profile SHIPPED = ProfileLoader.shipped("default");

  private final TreeMap<TreePath, FileVersion> files = new TreeMap<>();
  private final Map<Digest, byte[]> contents = new HashMap<>();
  private final List<VerificationStep> steps = new ArrayList<>();
  private Optional<Policy> policy = Optional.empty();

  /** A base with one file. */
  static ClosedBase of(String path, String content) {
    return new ClosedBase().with(path, content);
  }

  /** Adds a file, or a link where the content begins with an arrow. */
  ClosedBase with(String path, String content) {
    boolean isLink = content.startsWith(LINK);
    byte[] bytes = (isLink ? content.substring(LINK.length()) : content).getBytes(UTF_8);
    FileVersion version = FileVersion.of(isLink ? FileMode.SYMLINK : FileMode.REGULAR, bytes);
    contents.put(version.sha256(), bytes);
    files.put(TreePath.of(path), version);
    return this;
  }

  /** Adds a step to the plan. */
  ClosedBase judgedBy(String shell) {
    steps.add(VerificationStep.shell("step-" + steps.size(), shell, 60));
    return this;
  }

  Tree tree() {
    return new Tree(files);
  }

  Profile profile() {
    return SHIPPED.withSteps("derived", steps);
  }

  ControlClosure closure() {
    return policy().closure();
  }

  /** Made when the first question is asked; the base is whole then. */
  private Policy policy() {
    if (policy.isEmpty()) {
      ControlClosure closure =
          ProfileClosure.of(
                  profile(),
                  NameRules.CURRENT,
                  tree(),
                  version -> Objects.requireNonNull(contents.get(version.sha256())))
              .closure();
      policy = Optional.of(new Policy(profile(), NameRules.CURRENT, closure));
    }
    return policy.orElseThrow();
  }

  /** What becomes of a write of the path: the outcome and the rule. */
  String write(String path) {
    Decision decision = decide(path);
    return decision.outcome() + " " + decision.rule();
  }

  Decision decide(String path) {
    WorkspacePath named = WorkspacePath.parse(path);
    return policy().write(named, BaseMatch.of(tree(), named), ChangeOrigin.FILE).decision();
  }

  boolean isHidden(String path) {
    return policy().hidden(TreePath.of(path));
  }

  /** Whether a change of the path, or a file that is made there, is taken back. */
  boolean isTakenBack(String path) {
    TreeMap<TreePath, FileVersion> changed = new TreeMap<>(files);
    changed.put(
        TreePath.of(path), FileVersion.of(FileMode.REGULAR, "forged by somebody".getBytes(UTF_8)));
    Tree result = new Tree(changed);
    return verified(result).control().stream()
        .anyMatch(control -> control.path().equals(TreePath.of(path)));
  }

  /** What is left out though nothing was changed. */
  List<String> leftOut() {
    return verified(tree()).control().stream()
        .map(VerifierReport.Control::path)
        .map(TreePath::display)
        .toList();
  }

  VerifiedTree verified(Tree result) {
    return verified(result, Map.of());
  }

  VerifiedTree verified(Tree result, Map<TreePath, Optional<FileVersion>> approved) {
    return VerifiedTree.of(
        profile().verification(), NameRules.CURRENT, closure(), tree(), result, approved);
  }
}
