package dev.gatehouse.policy;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.PathRule.Effect;
import java.util.List;
import java.util.Optional;

/** The path rules of one profile, and those that no profile can change. */
final class PathPolicy {
  static final String GIT_RULE = "builtin.git";
  static final String DEFAULT_RULE = "builtin.default-deny";
  static final String NAME_RULE = "builtin.name";

  private static final String OTHER_PATH = "Name a path that the profile opens.";

  private final List<CompiledRule> rules;
  private final NameRules names;

  PathPolicy(List<PathRule> rules, NameRules names) {
    this.rules = rules.stream().map(rule -> new CompiledRule(rule, names)).toList();
    this.names = names;
  }

  PathNames names(WorkspacePath path) {
    return PathNames.of(path, names);
  }

  PathNames names(TreePath path) {
    return PathNames.of(path, names);
  }

  Decision read(PathNames path) {
    if (GitNames.in(path)) {
      return Decision.deny(
          GIT_RULE, "A .git is never read by a file syscall.", "Run git as a command.");
    }
    Optional<PathRule> denied = first(Effect.DENY, path);
    if (denied.isPresent()) {
      return deny(denied.get(), "Go on without this file; it is not in the workspace.");
    }
    return rules.stream()
        .filter(rule -> rule.letsRead(path))
        .findFirst()
        .map(rule -> Decision.allow(rule.rule().id(), rule.rule().reason()))
        .orElseGet(
            () -> Decision.deny(DEFAULT_RULE, "No rule opens this path for reading.", OTHER_PATH));
  }

  /** A command may name the sandbox's own repository; for the rest it is like a file syscall. */
  Decision readByCommand(PathNames path) {
    return GitNames.in(path) && GitNames.isSandboxRepository(path)
        ? Decision.allow(GIT_RULE, "The sandbox's own .git is scratch.")
        : read(path);
  }

  PathDecision write(PathNames path, BaseMatch base, Via via) {
    if (GitNames.in(path)) {
      return writeGit(path, via);
    }
    Optional<PathRule> denied = first(Effect.DENY, path).or(() -> first(Effect.READONLY, path));
    if (denied.isPresent()) {
      return result(deny(denied.get(), "Leave this path as it is, and work on others."));
    }
    Optional<String> ambiguity = names.ambiguity(path.exact(), base.components());
    if (ambiguity.isPresent()) {
      return result(
          Decision.deny(NAME_RULE, ambiguity.get(), "Choose a name that reads the same anywhere."));
    }
    Optional<PathRule> scratch = base.file() ? Optional.empty() : first(Effect.SCRATCH, path);
    Optional<PathRule> held =
        first(Effect.PROTECT, path, scratch.isPresent() /* leaves out exceptScratch */);
    if (held.isPresent()) {
      return hold(held.get());
    }
    if (scratch.isPresent()) {
      PathRule rule = scratch.get();
      return new PathDecision(
          Decision.allow(rule.id(), rule.reason()), Zone.SCRATCH, Optional.empty());
    }
    return result(
        first(Effect.WRITE, path)
            .map(rule -> Decision.allow(rule.id(), rule.reason()))
            .orElseGet(() ->
                Decision.deny(DEFAULT_RULE, "No rule opens this path for writing.", OTHER_PATH)));
  }

  private static PathDecision writeGit(PathNames path, Via via) {
    boolean scratch =
        switch (via) {
          case COMMAND -> GitNames.isSandboxRepository(path);
          case FILE -> false;
        };
    return scratch
        ? new PathDecision(
            Decision.allow(GIT_RULE, "The sandbox's own .git is scratch."),
            Zone.SCRATCH,
            Optional.empty())
        : result(
            Decision.deny(
                GIT_RULE,
                "A .git, or a name that could be taken for one, is never written.",
                "Use git commands on the sandbox's own .git at the root."));
  }

  private Optional<PathRule> first(Effect effect, PathNames path) {
    return first(effect, path, /* isScratch= */ false);
  }

  private Optional<PathRule> first(Effect effect, PathNames path, boolean isScratch) {
    return rules.stream()
        .filter(rule -> rule.rule().effect() == effect)
        .filter(rule -> !(isScratch && rule.rule().exceptScratch()))
        .filter(rule -> rule.takes(path))
        .map(CompiledRule::rule)
        .findFirst();
  }

  private static PathDecision hold(PathRule rule) {
    return new PathDecision(
        Decision.hold(
            rule.id(),
            rule.reason(),
            rule.next()
                .orElse(
                    "Go on with other work; approval.wait tells when an operator has decided.")),
        Zone.RESULT,
        rule.approver());
  }

  private static Decision deny(PathRule rule, String usualNext) {
    return Decision.deny(rule.id(), rule.reason(), rule.next().orElse(usualNext));
  }

  private static PathDecision result(Decision decision) {
    return new PathDecision(decision, Zone.RESULT, Optional.empty());
  }
}
