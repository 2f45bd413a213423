package dev.gatehouse.gates.verification;

import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.BaseReport.BaseStep;
import dev.gatehouse.evidence.report.JudgeReport;
import dev.gatehouse.evidence.report.JudgeSession.Plugin;
import dev.gatehouse.gates.history.RunHistory;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Files that a step's judge depends on, beside those of the base. */
final class JudgedFiles {
  private final RunHistory facts;
  private final Predicate<String> approved;

  /**
   * The files of a run.
   *
   * @param approved whether an operator approved the result's content of a file
   */
  JudgedFiles(RunHistory facts, Predicate<String> approved) {
    this.facts = facts;
    this.approved = approved;
  }

  /** Files with tests of which nothing says which tests were in them, and that are gone. */
  List<String> gone() {
    return ChangedTestFiles.gone(base(), facts.resultTree().orElseThrow(), facts.names()).stream()
        .filter(approved.negate())
        .map(file -> "the tests of %s, to which the base did not come, are gone".formatted(file))
        .toList();
  }

  /** Files with hooks of the runner, not all of which meet a sentinel, that are not the base's. */
  List<String> changedPlugins(Optional<BaseStep> known, JudgeReport report) {
    Set<Plugin> before = new HashSet<>();
    known.ifPresent(step -> step.plugins().forEach(plugin -> before.add(compared(plugin))));
    List<Plugin> others =
        report.plugins().stream()
            .filter(plugin -> plugin.sha256().isEmpty() || !before.contains(compared(plugin)))
            .toList();
    if (others.isEmpty()) {
      return List.of();
    }
    // Each is made from the whole run.
    Tree base = base();
    Tree result = facts.resultTree().orElseThrow();
    return others.stream()
        .filter(plugin -> !has(base, plugin))
        .filter(plugin -> !has(result, plugin) || !approved.test(plugin.file()))
        .map(plugin ->
            "hooks of the runner are in %s, which is not as the base has it; let a rule protect it, so that a change can be approved"
                .formatted(plugin.file()))
        .toList();
  }

  /** What a step makes outside the tree may have another name each time: its content counts. */
  private static Plugin compared(Plugin plugin) {
    return plugin.file().startsWith("/") ? new Plugin("/", plugin.sha256()) : plugin;
  }

  private static boolean has(Tree tree, Plugin plugin) {
    return tree.file(TreePath.of(plugin.file()))
        .filter(version -> version.sha256().hex().equals(plugin.sha256()))
        .isPresent();
  }

  private Tree base() {
    return facts.base().orElseThrow();
  }
}
