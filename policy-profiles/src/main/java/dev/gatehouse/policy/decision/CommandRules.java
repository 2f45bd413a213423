package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.CommandDecision;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.policy.shell.CommandWord;
import dev.gatehouse.policy.shell.Redirection;
import dev.gatehouse.policy.shell.SensitiveVariables;
import dev.gatehouse.policy.shell.ShellReader;
import dev.gatehouse.policy.shell.ShellReading;
import dev.gatehouse.policy.shell.SimpleCommand;
import dev.gatehouse.policy.shell.TextSpan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides every command that one call can start: those of a shell string, and those that programs
 * start because of their arguments. One that is denied denies the call.
 */
final class CommandRules {
  static final String ALLOWED_RULE = "commands.allowed";
  static final String UNREADABLE_RULE = "builtin.unreadable-shell";
  static final String TOO_MANY_RULE = "builtin.too-many-commands";
  static final String VARIABLE_RULE = "builtin.sensitive-variable";
  static final String REDIRECTION_RULE = "builtin.redirection";

  /** Commands that one call can start. */
  static final int MOST_COMMANDS = 128;

  /** UTF-16 code units of all words of these commands, as the decision keeps them. */
  static final int MOST_KEPT = 16 * 1024;

  /** Words and redirections of all commands, each counted for each directory. */
  static final int MOST_WORK = 16 * 1024;

  /** How deep programs can start programs. */
  private static final int MOST_DEPTH = 8;

  private final ProgramPolicy programs;
  private final PathPolicy paths;
  private final List<CommandDecision> allowed = new ArrayList<>();
  private int kept;
  private int work;

  CommandRules(ProgramPolicy programs, PathPolicy paths) {
    this.programs = programs;
    this.paths = paths;
  }

  /** Decides an argument array. */
  Decision argv(List<String> argv, String directory) {
    return whole(
        program(ArgvPolicy.literals(argv), new TreeMap<>(), List.of(), directories(directory), 0));
  }

  /** Decides a shell string. */
  Decision shell(String script, String directory) {
    return whole(string(script, directories(directory), 0));
  }

  private Decision whole(Optional<Decision> denied) {
    if (denied.isPresent()) {
      return denied.orElseThrow();
    }
    String rule =
        allowed.stream().map(CommandDecision::rule).distinct().count() == 1
            ? allowed.getFirst().rule()
            : ALLOWED_RULE;
    return Decision.allow(rule, "A rule allows each command that it can start.").of(allowed);
  }

  private static SortedSet<String> directories(String directory) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(List.of(directory)));
  }

  private Optional<Decision> string(String script, SortedSet<String> directories, int depth) {
    for (String directory : directories) {
      Optional<Decision> denied =
          switch (ShellReader.read(script, directory)) {
            case ShellReading.Unreadable unreadable -> Optional.of(unreadable(script, unreadable));
            case ShellReading.Commands(List<SimpleCommand> commands) ->
                commands(script, commands, depth);
          };
      if (denied.isPresent()) {
        return denied;
      }
    }
    return Optional.empty();
  }

  private static Decision unreadable(String script, ShellReading.Unreadable unreadable) {
    return Decision.deny(
        UNREADABLE_RULE,
        "%s: %s".formatted(place(script, unreadable.part()), unreadable.reason()),
        unreadable.next());
  }

  private static String place(String script, TextSpan part) {
    String before = script.substring(0, part.start());
    int line = 1 + Math.toIntExact(before.chars().filter(c -> c == '\n').count());
    int column = part.start() - before.lastIndexOf('\n');
    return "%s in line %s, column %s".formatted(Excerpt.of(part.of(script)), line, column);
  }

  private Optional<Decision> commands(String script, List<SimpleCommand> commands, int depth) {
    for (SimpleCommand command : commands) {
      Optional<Decision> denied =
          program(
                  command.words(),
                  command.assignments(),
                  command.redirections(),
                  command.directories(),
                  depth)
              .map(decision ->
                  Decision.deny(
                      decision.rule(),
                      "%s: %s".formatted(place(script, command.place()), decision.reason()),
                      decision.next().orElse("")));
      if (denied.isPresent()) {
        return denied;
      }
    }
    return Optional.empty();
  }

  private Optional<Decision> program(
      List<CommandWord> words,
      SortedMap<String, CommandWord> assignments,
      List<Redirection> redirections,
      SortedSet<String> directories,
      int depth) {
    if (depth > MOST_DEPTH) {
      return Optional.of(tooMany());
    }
    work += (words.size() + redirections.size()) * directories.size();
    kept += CommandDecision.kept(words.stream().map(CommandWord::text).toList());
    if (allowed.size() == MOST_COMMANDS || kept > MOST_KEPT || work > MOST_WORK) {
      return Optional.of(tooMany());
    }
    Optional<Decision> denied = redirected(redirections, directories);
    if (denied.isPresent() || words.isEmpty()) {
      return denied;
    }
    CommandRuling ruling = programs.decide(words, directories);
    if (ruling.isDenied()) {
      return Optional.of(ruling.decision());
    }
    return assigned(ruling, assignments)
        .or(() -> keep(ruling, words, assignments, redirections, directories))
        .or(() -> started(ruling.starts(), directories, depth + 1));
  }

  /** What a redirection writes is mediated like every change; what it reads must be readable. */
  private Optional<Decision> redirected(
      List<Redirection> redirections, SortedSet<String> directories) {
    for (Redirection redirection : redirections) {
      for (String directory : directories) {
        Optional<PathOperand> target =
            redirection.target() instanceof CommandWord.Literal(String text)
                ? PathOperand.of(text, directory)
                : Optional.empty();
        if (target.isEmpty()) {
          return Optional.of(
              Decision.deny(
                  REDIRECTION_RULE,
                  "The redirection to %s is not known to be in the workspace, /tmp or /dev/null."
                      .formatted(Excerpt.of(redirection.target().text())),
                  "Redirect to a path in the workspace, in /tmp, or to /dev/null."));
        }
        Optional<Decision> denied =
            redirection.kind() == Redirection.Kind.READ
                ? target
                    .flatMap(PathOperand::path)
                    .map(path -> paths.readByCommand(paths.names(path)))
                    .filter(read -> read.outcome() == Decision.Outcome.DENY)
                : Optional.empty();
        if (denied.isPresent()) {
          return denied;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Decision> assigned(
      CommandRuling rule, SortedMap<String, CommandWord> assignments) {
    return assignments.keySet().stream()
        .filter(name -> !rule.environment().contains(name))
        .filter(name -> rule.isAny() ? SensitiveVariables.isSensitive(name) : !isLocale(name))
        .findFirst()
        .map(name ->
            Decision.deny(
                VARIABLE_RULE,
                "%s may steer the shell, the loader or the program, and rule %s does not list it."
                    .formatted(Excerpt.of(name), rule.decision().rule()),
                rule.environment().isEmpty()
                    ? "Leave the variable out, or set it before the one program that needs it."
                    : "Leave it out; the rule lists "
                        + String.join(", ", rule.environment())
                        + "."));
  }

  private static boolean isLocale(String name) {
    return name.equals("LANG") || name.startsWith("LC_") || name.equals("TZ");
  }

  private Optional<Decision> keep(
      CommandRuling rule,
      List<CommandWord> words,
      Map<String, CommandWord> assignments,
      List<Redirection> redirections,
      SortedSet<String> directories) {
    List<CommandWord> normalized = new ArrayList<>(words.subList(0, 1));
    normalized.addAll(ArgvPolicy.literals(rule.fixed()));
    normalized.addAll(words.subList(1, words.size()));
    CommandDecision decision =
        new CommandDecision(
            normalized.stream().map(CommandWord::text).toList(),
            rule.decision().rule(),
            Digest.of(
                CanonicalCommand.json(normalized, assignments, redirections, directories)
                    .canonical()));
    allowed.add(decision);
    return Optional.empty();
  }

  private Optional<Decision> started(
      List<StartedCommand> starts, SortedSet<String> directories, int depth) {
    for (StartedCommand start : starts) {
      Optional<Decision> denied =
          switch (start) {
            case StartedCommand.Program program ->
                program(program.words(), program.assignments(), List.of(), directories, depth);
            case StartedCommand.ShellString(String script) -> string(script, directories, depth);
          };
      if (denied.isPresent()) {
        return denied;
      }
    }
    return Optional.empty();
  }

  private static Decision tooMany() {
    return Decision.deny(
        TOO_MANY_RULE,
        "It can start more commands, or has more text in their arguments, than one call may.",
        "Send it in several calls, or write a script by file.write and run that.");
  }
}
