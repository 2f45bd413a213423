package dev.gatehouse.policy.shell;

import dev.gatehouse.policy.shell.syntax.ScriptCharacters;
import dev.gatehouse.policy.shell.syntax.SourcePlace;
import dev.gatehouse.policy.shell.syntax.UnreadableConstruct;
import java.util.List;
import java.util.Map;

/** What the builtins of bash change in the shell; those that run text or hide it are refused. */
final class BuiltinEvaluation {
  private static final Map<String, UnreadableConstruct> REFUSED =
      Map.ofEntries(
          Map.entry("eval", UnreadableConstruct.EVAL),
          Map.entry("exec", UnreadableConstruct.EXEC),
          Map.entry("source", UnreadableConstruct.SOURCE),
          Map.entry(".", UnreadableConstruct.SOURCE),
          Map.entry("trap", UnreadableConstruct.TRAP),
          Map.entry("alias", UnreadableConstruct.ALIAS),
          Map.entry("unalias", UnreadableConstruct.ALIAS),
          Map.entry("shopt", UnreadableConstruct.SHELL_OPTION),
          Map.entry("let", UnreadableConstruct.ARITHMETIC_COMMAND),
          Map.entry("wait", UnreadableConstruct.BACKGROUND),
          Map.entry("bg", UnreadableConstruct.BACKGROUND),
          Map.entry("fg", UnreadableConstruct.BACKGROUND),
          Map.entry("jobs", UnreadableConstruct.BACKGROUND),
          Map.entry("disown", UnreadableConstruct.BACKGROUND),
          Map.entry("suspend", UnreadableConstruct.BACKGROUND),
          Map.entry("pushd", UnreadableConstruct.DIRECTORY),
          Map.entry("popd", UnreadableConstruct.DIRECTORY),
          Map.entry("dirs", UnreadableConstruct.DIRECTORY),
          Map.entry("mapfile", UnreadableConstruct.ARRAY),
          Map.entry("readarray", UnreadableConstruct.ARRAY),
          Map.entry("getopts", UnreadableConstruct.BUILTIN),
          Map.entry("builtin", UnreadableConstruct.BUILTIN),
          Map.entry("enable", UnreadableConstruct.BUILTIN),
          Map.entry("hash", UnreadableConstruct.BUILTIN),
          Map.entry("bind", UnreadableConstruct.BUILTIN),
          Map.entry("caller", UnreadableConstruct.BUILTIN),
          Map.entry("compgen", UnreadableConstruct.BUILTIN),
          Map.entry("complete", UnreadableConstruct.BUILTIN),
          Map.entry("compopt", UnreadableConstruct.BUILTIN),
          Map.entry("fc", UnreadableConstruct.BUILTIN),
          Map.entry("history", UnreadableConstruct.BUILTIN),
          Map.entry("logout", UnreadableConstruct.BUILTIN));

  private final ScriptEvaluation evaluation;

  BuiltinEvaluation(ScriptEvaluation evaluation) {
    this.evaluation = evaluation;
  }

  /** The words that {@code command} runs, where it runs any. */
  List<CommandWord> behindCommand(List<CommandWord> words, SourcePlace place) {
    List<CommandWord> run = words;
    while (run.size() > 1 && name(run, place).equals("command")) {
      List<CommandWord> rest = run.subList(1, run.size());
      String first = name(rest, place);
      if (first.equals("-v") || first.equals("-V")) {
        return run;
      }
      if (first.equals("--") && rest.size() > 1) {
        rest = rest.subList(1, rest.size());
      } else if (first.startsWith("-")) {
        throw UnreadableConstruct.BUILTIN.at(place);
      }
      run = rest;
      if (Declarations.isOne(name(run, place))) {
        throw UnreadableConstruct.DECLARATION.at(place);
      }
    }
    return run;
  }

  /** Refuses names and arguments that are not read. */
  void check(List<CommandWord> words, boolean hasAssignments, boolean declares, SourcePlace place) {
    String name = name(words, place);
    UnreadableConstruct refused = REFUSED.get(name);
    if (refused != null) {
      throw refused.at(place);
    }
    if (Declarations.isOne(name) && !declares) {
      throw UnreadableConstruct.DECLARATION.at(place);
    }
    if (hasAssignments && changesShell(name)) {
      throw UnreadableConstruct.PREFIX_ASSIGNMENT.at(place);
    }
    switch (name) {
      case "test", "[" -> OperandRules.test(words, place);
      case "printf" -> OperandRules.printf(words, place);
      case "set" -> OperandRules.set(words, place);
      default -> {}
    }
  }

  private static boolean changesShell(String name) {
    return Declarations.isOne(name)
        || switch (name) {
          case "cd", "read", "unset", "set", "exit", "return", "break", "continue" -> true;
          default -> false;
        };
  }

  /** The states behind a command that was checked. */
  Outcome outcome(List<CommandWord> words, ShellState state, SourcePlace place) {
    return switch (name(words, place)) {
      case "cd" -> {
        if (!evaluation.open().isEmpty()) {
          throw UnreadableConstruct.DIRECTORY_IN_LOOP.at(place);
        }
        yield DirectoryChange.evaluate(words, state, place);
      }
      case "read" -> Outcome.either(VariableChange.read(words, state, place));
      case "unset" -> Outcome.either(VariableChange.unset(words, state, place));
      case "exit" -> {
        boolean ends =
            words.size() == 1
                || (words.size() == 2
                    && words.get(1) instanceof CommandWord.Literal(String status)
                    && ScriptCharacters.isNumber(status));
        yield ends ? Outcome.NONE : Outcome.either(state);
      }
      case "break" -> leave(words, state, true, place);
      case "continue" -> leave(words, state, false, place);
      default -> Outcome.either(state);
    };
  }

  private Outcome leave(
      List<CommandWord> words, ShellState state, boolean breaks, SourcePlace place) {
    String levels =
        words.size() == 1
            ? "1"
            : words.get(1) instanceof CommandWord.Literal(String text) ? text : "";
    boolean isRead =
        words.size() <= 2
            && ScriptCharacters.isNumber(levels)
            && levels.length() <= 2
            && !levels.startsWith("0");
    if (!isRead) {
      throw UnreadableConstruct.BUILTIN.at(place);
    }
    if (evaluation.open().isEmpty()) {
      return Outcome.either(state);
    }
    int left = Integer.parseInt(levels);
    for (LoopExits each : evaluation.open()) {
      left--;
      if (left <= 0 || each == evaluation.open().getLast()) {
        if (breaks) {
          each.breaks(state, place);
        } else {
          each.continues(state, place);
        }
        break;
      }
    }
    return Outcome.NONE;
  }

  private static String name(List<CommandWord> words, SourcePlace place) {
    if (words.getFirst() instanceof CommandWord.Literal(String name) && !name.isEmpty()) {
      return name;
    }
    throw UnreadableConstruct.COMMAND_NAME.at(place);
  }
}
