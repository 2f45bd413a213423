package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.path.SandboxView;
import dev.gatehouse.policy.profile.ProgramRule;
import dev.gatehouse.policy.shell.CommandWord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The program rules of one profile, found by program. */
public final class ArgvPolicy {
  static final String UNKNOWN_RULE = "builtin.unknown-command";

  /** The directories of a command that starts in the workspace's root. */
  static final SortedSet<String> ROOT =
      Collections.unmodifiableSortedSet(new TreeSet<>(List.of(SandboxView.MOUNT_POINT)));

  private final Map<String, List<ProgramRule>> rules = new HashMap<>();
  private final PathPolicy paths;
  private final String next;

  ArgvPolicy(List<ProgramRule> programs, PathPolicy paths, String next) {
    for (ProgramRule rule : programs) {
      for (String program : rule.programs()) {
        rules.computeIfAbsent(program, name -> new ArrayList<>()).add(rule);
      }
    }
    this.paths = paths;
    this.next = next;
  }

  /**
   * Decides one command without those that it starts.
   *
   * @param words the program's name, a literal, and its arguments
   * @param directories where it can start
   */
  CommandRuling decide(List<CommandWord> words, SortedSet<String> directories) {
    List<ProgramRule> candidates =
        rules.getOrDefault(key(words.getFirst().text(), directories), List.of());
    String why = "No rule knows the program.";
    Optional<CommandRuling> allowed = Optional.empty();
    for (ProgramRule rule : candidates) {
      switch (match(rule, words, directories)) {
        case ArgumentMatch.Result.Left left -> why = rule.id() + ": " + left.why() + ".";
        case ArgumentMatch.Result.Taken taken -> {
          if (!rule.allow()) {
            return CommandRuling.deny(
                Decision.deny(rule.id(), rule.reason(), rule.next().orElse(next)));
          }
          if (allowed.isEmpty()) {
            allowed = Optional.of(named(rule, taken));
          }
        }
      }
    }
    String reason = why;
    return allowed.orElseGet(() -> CommandRuling.deny(Decision.deny(UNKNOWN_RULE, reason, next)));
  }

  /** Whether the rule takes the call in the workspace's root, whatever other rules say. */
  public static ArgumentMatch.Result match(ProgramRule rule, List<String> argv) {
    return match(rule, literals(argv), ROOT);
  }

  /** Words that stand for themselves. */
  static List<CommandWord> literals(List<String> argv) {
    return argv.stream().<CommandWord>map(CommandWord.Literal::new).toList();
  }

  private static ArgumentMatch.Result match(
      ProgramRule rule, List<CommandWord> words, SortedSet<String> directories) {
    if (!rule.programs().contains(key(words.getFirst().text(), directories))) {
      return new ArgumentMatch.Result.Left("another program");
    }
    List<CommandWord> arguments = words.subList(1, words.size());
    if (rule.subcommand().isPresent()) {
      String subcommand = rule.subcommand().orElseThrow();
      if (arguments.isEmpty()
          || !arguments.getFirst().equals(new CommandWord.Literal(subcommand))) {
        return new ArgumentMatch.Result.Left("another subcommand");
      }
      arguments = arguments.subList(1, arguments.size());
    }
    return ArgumentMatch.read(rule.arguments(), arguments, directories);
  }

  private static String key(String program, SortedSet<String> directories) {
    boolean inWorkspace =
        program.indexOf('/') >= 0
            && directories.stream()
                .allMatch(directory ->
                    PathOperand.of(program, directory).flatMap(PathOperand::path).isPresent());
    return inWorkspace ? ProgramRule.WORKSPACE_PROGRAM : program;
  }

  /** A path that may not be read is not named either: the program would not find it. */
  private CommandRuling named(ProgramRule rule, ArgumentMatch.Result.Taken taken) {
    return taken.paths().stream()
        .map(this::read)
        .filter(read -> read.outcome() == Decision.Outcome.DENY)
        .findFirst()
        .map(CommandRuling::deny)
        .orElseGet(() -> CommandRuling.allow(rule, taken.starts()));
  }

  private Decision read(WorkspacePath path) {
    return paths.readByCommand(paths.names(path));
  }
}
