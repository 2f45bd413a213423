package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.profile.CommandPolicy;
import dev.gatehouse.policy.profile.ProgramRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The program rules of one profile, found by program. */
public final class ArgvPolicy {
  static final String UNKNOWN_RULE = "builtin.unknown-command";

  private final Map<String, List<ProgramRule>> rules = new HashMap<>();
  private final PathPolicy paths;
  private final String next;

  ArgvPolicy(CommandPolicy commands, PathPolicy paths) {
    for (ProgramRule rule : commands.programs()) {
      for (String program : rule.programs()) {
        rules.computeIfAbsent(program, name -> new ArrayList<>()).add(rule);
      }
    }
    this.paths = paths;
    this.next =
        switch (commands.shell()) {
          case CONTAINED -> "Send it as a shell string, which the sandbox contains.";
          case FORBIDDEN -> "Call a program that the profile lists, with arguments that it knows.";
        };
  }

  Decision decide(List<String> argv) {
    List<ProgramRule> candidates = rules.getOrDefault(key(argv.getFirst()), List.of());
    String why = "No rule knows the program.";
    Optional<Decision> allowed = Optional.empty();
    for (ProgramRule rule : candidates) {
      switch (match(rule, argv)) {
        case ArgumentMatch.Result.Left left -> why = rule.id() + ": " + left.why() + ".";
        case ArgumentMatch.Result.Taken taken -> {
          if (!rule.allow()) {
            return Decision.deny(rule.id(), rule.reason(), rule.next().orElse(next));
          }
          if (allowed.isEmpty()) {
            allowed = Optional.of(decide(rule, taken.paths()));
          }
        }
      }
    }
    String reason = why;
    return allowed.orElseGet(() -> Decision.deny(UNKNOWN_RULE, reason, next));
  }

  /** Whether the rule takes the call, whatever other rules say. */
  public static ArgumentMatch.Result match(ProgramRule rule, List<String> argv) {
    if (!rule.programs().contains(key(argv.getFirst()))) {
      return new ArgumentMatch.Result.Left("another program");
    }
    int skipped = rule.subcommand().isPresent() ? 2 : 1;
    if (skipped == 2 && (argv.size() < 2 || !argv.get(1).equals(rule.subcommand().orElseThrow()))) {
      return new ArgumentMatch.Result.Left("another subcommand");
    }
    return ArgumentMatch.read(rule.arguments(), argv.subList(skipped, argv.size()));
  }

  private static String key(String program) {
    boolean inWorkspace =
        program.indexOf('/') >= 0 && PathOperand.of(program).flatMap(PathOperand::path).isPresent();
    return inWorkspace ? ProgramRule.WORKSPACE_PROGRAM : program;
  }

  /** A path that may not be read is not named either: the program would not find it. */
  private Decision decide(ProgramRule rule, List<WorkspacePath> named) {
    for (WorkspacePath path : named) {
      Decision read = paths.readByCommand(paths.names(path));
      if (read.outcome() == Decision.Outcome.DENY) {
        return read;
      }
    }
    return Decision.allow(rule.id(), rule.reason());
  }
}
