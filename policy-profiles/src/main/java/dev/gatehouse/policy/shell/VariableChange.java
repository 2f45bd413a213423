package dev.gatehouse.policy.shell;

import dev.gatehouse.policy.shell.syntax.ScriptCharacters;
import dev.gatehouse.policy.shell.syntax.SourcePlace;
import dev.gatehouse.policy.shell.syntax.UnreadableConstruct;
import java.util.List;

/** Follows {@code read} and {@code unset}. */
final class VariableChange {
  private VariableChange() {}

  static ShellState read(List<CommandWord> words, ShellState state, SourcePlace place) {
    ShellState changed = state;
    int first = words.size() > 1 && words.get(1).equals(new CommandWord.Literal("-r")) ? 2 : 1;
    for (CommandWord each : words.subList(first, words.size())) {
      String name = name(each, UnreadableConstruct.READ, place);
      if (SensitiveVariables.isSensitive(name)) {
        throw UnreadableConstruct.SHELL_VARIABLE.at(place);
      }
      changed = changed.with(name, ShellState.Value.UNKNOWN, place);
      if (changed.exported().containsKey(name)) {
        changed = changed.exporting(name, new CommandWord.Unknown(name, "", true));
      }
    }
    return changed;
  }

  static ShellState unset(List<CommandWord> words, ShellState state, SourcePlace place) {
    ShellState changed = state;
    for (CommandWord each : words.subList(1, words.size())) {
      String name = name(each, UnreadableConstruct.UNSET, place);
      if (SensitiveVariables.isOfShell(name)) {
        throw UnreadableConstruct.SHELL_VARIABLE.at(place);
      }
      changed = state.readOnly().contains(name) ? changed : changed.without(name);
    }
    return changed;
  }

  private static String name(CommandWord word, UnreadableConstruct otherwise, SourcePlace place) {
    if (word instanceof CommandWord.Literal(String name) && ScriptCharacters.isName(name)) {
      return name;
    }
    throw otherwise.at(place);
  }
}
