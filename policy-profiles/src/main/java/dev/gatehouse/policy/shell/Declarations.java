package dev.gatehouse.policy.shell;

import dev.gatehouse.policy.shell.syntax.ScriptCharacters;
import dev.gatehouse.policy.shell.syntax.ScriptWord;
import dev.gatehouse.policy.shell.syntax.SourcePlace;
import dev.gatehouse.policy.shell.syntax.UnreadableConstruct;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The builtins whose arguments are assignments: {@code export} and its like. */
final class Declarations {
  private final WordExpansion expansion;
  private final ShellState before;
  private final List<CommandWord> words = new ArrayList<>();
  private final Map<String, CommandWord> values = new TreeMap<>();
  private final List<String> names = new ArrayList<>();
  private ShellState state;
  private String builtin = "";

  Declarations(WordExpansion expansion, ShellState state) {
    this.expansion = expansion;
    this.before = state;
    this.state = state;
  }

  static boolean isOne(String name) {
    return switch (name) {
      case "export", "readonly", "declare", "typeset", "local" -> true;
      default -> false;
    };
  }

  /** Takes the name of the builtin first, then each of its arguments. */
  void word(ScriptWord word) {
    if (builtin.isEmpty()) {
      builtin = word.plainText();
      words.add(new CommandWord.Literal(builtin));
      return;
    }
    boolean hasBraces = word.hasPlain('{') && (word.hasPlain(',') || word.hasPlain('.'));
    String name = word.assignedName().isEmpty() ? word.plainText() : word.assignedName();
    if (hasBraces || !ScriptCharacters.isName(name) || builtin.equals("local")) {
      throw UnreadableConstruct.DECLARATION.at(word.place());
    }
    if (SensitiveVariables.isOfShell(name)) {
      throw UnreadableConstruct.SHELL_VARIABLE.at(word.place());
    }
    names.add(name);
    if (word.assignedName().isEmpty()) {
      words.add(new CommandWord.Literal(name));
      return;
    }
    // The words are expanded before the first of them is assigned.
    CommandWord value = SimpleEvaluation.value(word, before, expansion);
    values.put(name, value);
    String head = name + (word.adds() ? "+=" : "=");
    words.add(
        switch (expansion.assigned(word.value(), before)) {
          case CommandWord.Literal(String text) -> new CommandWord.Literal(head + text);
          case CommandWord.Pattern(String text, String prefix) ->
              new CommandWord.Unknown(head + text, head + prefix, true);
          case CommandWord.Unknown(String text, String prefix, boolean _) ->
              new CommandWord.Unknown(text, head + prefix, true);
        });
  }

  List<CommandWord> words() {
    return words;
  }

  /** The state behind the builtin. */
  ShellState state(SourcePlace place) {
    for (String name : names) {
      CommandWord value = values.get(name);
      if (value != null) {
        state = state.with(name, SimpleEvaluation.known(value), place);
      }
      boolean isSeen =
          builtin.equals("export")
              || SensitiveVariables.isSensitive(name)
              || before.exported().containsKey(name);
      if (isSeen) {
        state = state.exporting(name, value == null ? present(name) : value);
      }
      if (builtin.equals("readonly")) {
        state = state.readOnly(name);
      }
    }
    return state;
  }

  private CommandWord present(String name) {
    ShellState.Value value = state.value(name);
    return value.isWhole()
        ? new CommandWord.Literal(value.text())
        : new CommandWord.Unknown(name, value.text(), true);
  }
}
