package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.policy.path.GitNames;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.path.PathNames;
import dev.gatehouse.policy.profile.PathRule;
import dev.gatehouse.policy.profile.PathRule.Effect;
import dev.gatehouse.policy.profile.Profile;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The path rules of one profile, bounded by its parents, and those that no profile can change. */
final class PathPolicy {
  static final String GIT_RULE = "builtin.git";
  static final String DEFAULT_RULE = "builtin.default-deny";
  static final String NAME_RULE = "builtin.name";
  static final String CONTROL_RULE = "builtin.control";
  static final String OPERATOR = "OPERATOR";

  private static final String OTHER_PATH = "Name a path that the profile opens.";
  private static final String NEXT_AFTER_HOLD =
      "Go on with other work; approval.wait tells when an operator has decided.";

  private final List<CompiledRule> rules;
  private final List<PathPolicy> parents;
  private final NameRules names;
  private final ClosedPaths closed;

  /**
   * A rule that decides, and why it falls on the path if not by the path's own name.
   *
   * @param because one sentence; empty where the own name is why
   */
  private record Taken(PathRule rule, Optional<String> because) {
    String reason() {
      return because.map(why -> rule.reason() + " " + why).orElse(rule.reason());
    }
  }

  PathPolicy(Profile profile, NameRules names) {
    this(profile, names, ControlClosure.NONE);
  }

  PathPolicy(Profile profile, NameRules names, ControlClosure closure) {
    this(profile, names, new ClosedPaths(closure, names));
  }

  private PathPolicy(Profile profile, NameRules names, ClosedPaths closed) {
    this.rules = profile.paths().stream().map(rule -> new CompiledRule(rule, names)).toList();
    this.parents =
        profile.parents().stream().map(parent -> new PathPolicy(parent, names, closed)).toList();
    this.names = names;
    this.closed = closed;
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
    Optional<Taken> denied = first(Effect.DENY, path);
    if (denied.isPresent()) {
      return deny(denied.get(), "Go on without this file; it is not in the workspace.");
    }
    List<Decision> above = parents.stream().map(parent -> parent.read(path)).toList();
    Optional<Decision> own =
        rules.stream()
            .filter(rule -> rule.letsRead(path))
            .findFirst()
            .map(rule -> Decision.allow(rule.rule().id(), rule.rule().reason()));
    return above.stream()
        .filter(each -> each.outcome() == Decision.Outcome.DENY)
        .findFirst()
        .or(() -> own)
        .or(() -> above.stream().findFirst())
        .orElseGet(
            () -> Decision.deny(DEFAULT_RULE, "No rule opens this path for reading.", OTHER_PATH));
  }

  /** Whether the path is left out of workspaces. */
  boolean hides(PathNames path) {
    return read(path).outcome() == Decision.Outcome.DENY;
  }

  /** A command may name the sandbox's own repository; for the rest it is like a file syscall. */
  Decision readByCommand(PathNames path) {
    return GitNames.in(path) && GitNames.isSandboxRepository(path)
        ? Decision.allow(GIT_RULE, "The sandbox's own .git is scratch.")
        : read(path);
  }

  PathDecision write(PathNames path, BaseMatch base, ChangeOrigin via) {
    if (GitNames.in(path)) {
      return writeGit(path, via);
    }
    Optional<PathDecision> above =
        parents.stream()
            .map(parent -> parent.write(path, base, via))
            .min(Comparator.comparing(Strictness::of));
    return Stream.concat(own(path, base, above).stream(), above.stream())
        .min(Comparator.comparing(Strictness::of))
        .orElseGet(() ->
            result(
                Decision.deny(DEFAULT_RULE, "No rule opens this path for writing.", OTHER_PATH)));
  }

  /**
   * What the profile's own rules say of a change; empty where none takes the path. What no profile
   * can change is decided by the profiles without parents, which every profile ends in.
   *
   * @param above what the parents say: a path that is scratch there is scratch for own rules too
   */
  private Optional<PathDecision> own(PathNames path, BaseMatch base, Optional<PathDecision> above) {
    if (rules.isEmpty() && !parents.isEmpty()) {
      return Optional.empty();
    }
    Optional<Taken> denied = first(Effect.DENY, path).or(() -> first(Effect.READONLY, path));
    if (denied.isPresent()) {
      return Optional.of(
          result(deny(denied.get(), "Leave this path as it is, and work on others.")));
    }
    Optional<String> ambiguity = names.ambiguity(path.exact(), base.components());
    if (ambiguity.isPresent()) {
      return Optional.of(
          result(
              Decision.deny(
                  NAME_RULE, ambiguity.get(), "Choose a name that reads the same anywhere.")));
    }
    Optional<Taken> scratch = base.file() ? Optional.empty() : first(Effect.SCRATCH, path);
    boolean isScratch =
        scratch.isPresent()
            || above.filter(each -> Strictness.of(each) == Strictness.SCRATCH).isPresent();
    Optional<Taken> held =
        first(Effect.PROTECT, path, isScratch /* leaves out exceptScratch */)
            .or(() ->
                base.file()
                    ? Optional.empty()
                    : first(Effect.PROTECT, path, isScratch, closed.importNames(path)));
    if (held.isPresent()) {
      return Optional.of(hold(held.get()));
    }
    Optional<String> named = isScratch || !parents.isEmpty() ? Optional.empty() : closed.why(path);
    if (named.isPresent()) {
      return Optional.of(holdNamed(named.get()));
    }
    if (scratch.isPresent()) {
      PathRule rule = scratch.get().rule();
      return Optional.of(
          new PathDecision(
              Decision.allow(rule.id(), rule.reason()), Destination.SCRATCH, Optional.empty()));
    }
    return first(Effect.WRITE, path)
        .map(taken -> result(Decision.allow(taken.rule().id(), taken.reason())));
  }

  /** The order of decisions on a change, the strictest first. */
  private enum Strictness {
    DENIED,
    HELD,
    SCRATCH,
    RESULT;

    static Strictness of(PathDecision decision) {
      return switch (decision.decision().outcome()) {
        case DENY -> DENIED;
        case HOLD -> HELD;
        case ALLOW ->
            switch (decision.zone()) {
              case SCRATCH -> SCRATCH;
              case RESULT -> RESULT;
            };
      };
    }
  }

  private static PathDecision writeGit(PathNames path, ChangeOrigin via) {
    boolean scratch =
        switch (via) {
          case COMMAND -> GitNames.isSandboxRepository(path);
          case FILE -> false;
        };
    return scratch
        ? new PathDecision(
            Decision.allow(GIT_RULE, "The sandbox's own .git is scratch."),
            Destination.SCRATCH,
            Optional.empty())
        : result(
            Decision.deny(
                GIT_RULE,
                "A .git, or a name that could be taken for one, is never written.",
                "Use git commands on the sandbox's own .git at the root."));
  }

  private Optional<Taken> first(Effect effect, PathNames path) {
    return first(effect, path, /* isScratch= */ false);
  }

  /** What forbids falls on every name that the path has, what allows on its own alone. */
  private Optional<Taken> first(Effect effect, PathNames path, boolean isScratch) {
    return first(effect, path, isScratch, effect.isFolded() ? closed.otherNames(path) : List.of());
  }

  private Optional<Taken> first(
      Effect effect, PathNames path, boolean isScratch, List<ClosedPaths.OtherName> others) {
    return rules.stream()
        .filter(rule -> rule.rule().effect() == effect)
        .filter(rule -> !(isScratch && rule.rule().exceptScratch()))
        .flatMap(rule -> taken(rule, path, others).stream())
        .findFirst();
  }

  private static Optional<Taken> taken(
      CompiledRule rule, PathNames path, List<ClosedPaths.OtherName> others) {
    if (rule.takes(path)) {
      return Optional.of(new Taken(rule.rule(), Optional.empty()));
    }
    return others.stream()
        .filter(other -> rule.takes(other.names()))
        .findFirst()
        .map(other -> new Taken(rule.rule(), Optional.of(other.sentence())));
  }

  private static PathDecision hold(Taken taken) {
    PathRule rule = taken.rule();
    return new PathDecision(
        Decision.hold(rule.id(), taken.reason(), rule.next().orElse(NEXT_AFTER_HOLD)),
        Destination.RESULT,
        rule.approver());
  }

  private static PathDecision holdNamed(String why) {
    return new PathDecision(
        Decision.hold(
            CONTROL_RULE, "It steers the verification (%s).".formatted(why), NEXT_AFTER_HOLD),
        Destination.RESULT,
        Optional.of(OPERATOR));
  }

  private static Decision deny(Taken taken, String usualNext) {
    PathRule rule = taken.rule();
    return Decision.deny(rule.id(), taken.reason(), rule.next().orElse(usualNext));
  }

  private static PathDecision result(Decision decision) {
    return new PathDecision(decision, Destination.RESULT, Optional.empty());
  }
}
