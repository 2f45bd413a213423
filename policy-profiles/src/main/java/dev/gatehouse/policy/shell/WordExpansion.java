package dev.gatehouse.policy.shell;

import dev.gatehouse.policy.path.SandboxView;
import dev.gatehouse.policy.shell.syntax.ReaderBounds;
import dev.gatehouse.policy.shell.syntax.ScriptWord;
import dev.gatehouse.policy.shell.syntax.ShellNode;
import dev.gatehouse.policy.shell.syntax.SourcePlace;
import dev.gatehouse.policy.shell.syntax.UnreadableConstruct;
import dev.gatehouse.policy.shell.syntax.WordPart;
import java.util.ArrayList;
import java.util.List;

/** Expands words as far as that can be known; commands within them are evaluated and listed. */
final class WordExpansion {
  private final String script;
  private final ScriptEvaluation evaluation;
  private int characters;
  private int source;

  WordExpansion(String script, ScriptEvaluation evaluation) {
    this.script = script;
    this.evaluation = evaluation;
  }

  /** The words to which a word of a command expands. */
  List<CommandWord> words(ScriptWord word, ShellState state) {
    if (!word.assignedName().isEmpty() && word.hasPlain('~')) {
      throw UnreadableConstruct.TILDE.at(word.place());
    }
    List<CommandWord> words = new ArrayList<>(1);
    for (ScriptWord each : BraceExpansion.expand(word)) {
      FieldBuilder field = builder(word);
      parts(withHome(each), state, true, field);
      words.addAll(spend(field.words(), word.place()));
    }
    return words;
  }

  /** The one word that is neither split nor a pattern, such as what an assignment assigns. */
  CommandWord word(ScriptWord word, ShellState state) {
    FieldBuilder field = builder(word);
    parts(word, state, false, field);
    return spend(List.of(field.word()), word.place()).getFirst();
  }

  /** What an assignment assigns, with a home directory behind {@code =} and each {@code :}. */
  CommandWord assigned(ScriptWord value, ShellState state) {
    return word(value.hasPlain('~') ? withHomes(value) : value, state);
  }

  /** The one word with a home directory at its beginning. */
  CommandWord wordWithHome(ScriptWord word, ShellState state) {
    return word(withHome(word), state);
  }

  private FieldBuilder builder(ScriptWord word) {
    source += word.place().end() - word.place().start();
    if (source > ReaderBounds.SOURCE_CHARACTERS) {
      throw UnreadableConstruct.TOO_LARGE.at(word.place());
    }
    return new FieldBuilder(script, word.place());
  }

  private List<CommandWord> spend(List<CommandWord> words, SourcePlace place) {
    for (CommandWord each : words) {
      characters += each.text().length() + 1;
    }
    if (characters > ReaderBounds.EXPANDED_CHARACTERS) {
      throw UnreadableConstruct.TOO_LARGE.at(place);
    }
    return words;
  }

  private void parts(ScriptWord word, ShellState state, boolean splits, FieldBuilder field) {
    for (WordPart part : word.parts()) {
      switch (part) {
        case WordPart.Text(String text, boolean quoted) -> {
          if (quoted || !splits) {
            field.quoted(text);
          } else {
            field.plain(text);
          }
        }
        case WordPart.Variable(String name, boolean quoted, boolean _) ->
            variable(state.value(name), quoted || !splits, field);
        case WordPart.Substitution(ShellNode body, boolean quoted) -> {
          evaluation.subshell(body, state);
          field.unknown("", quoted || !splits);
        }
        case WordPart.Computed(WordPart.Form form, List<ScriptWord> operands, boolean quoted) -> {
          operands.forEach(each -> word(each, state));
          boolean isSingle =
              switch (form) {
                case NUMBER -> true;
                case TEXT -> quoted || !splits;
                case WORDS -> !splits;
              };
          field.unknown("", isSingle);
        }
      }
    }
  }

  private static void variable(ShellState.Value value, boolean quoted, FieldBuilder field) {
    if (!value.isWhole()) {
      field.unknown(value.text(), quoted);
    } else if (quoted) {
      field.quoted(value.text());
    } else {
      field.split(value.text());
    }
  }

  /** The word with the home directory for a tilde at its beginning. */
  private static ScriptWord withHome(ScriptWord word) {
    String text = head(word);
    if (!text.startsWith("~")) {
      return word;
    }
    boolean isHome = text.startsWith("~/") || (text.equals("~") && word.parts().size() == 1);
    if (!isHome) {
      throw UnreadableConstruct.TILDE.at(word.place());
    }
    List<WordPart> parts = new ArrayList<>(word.parts());
    parts.set(0, new WordPart.Text(SandboxView.TMP, true));
    parts.add(1, new WordPart.Text(text.substring(1), false));
    return new ScriptWord(List.copyOf(parts), word.place());
  }

  private static String head(ScriptWord word) {
    return !word.parts().isEmpty()
            && word.parts().getFirst() instanceof WordPart.Text(String text, boolean quoted)
            && !quoted
        ? text
        : "";
  }

  private static ScriptWord withHomes(ScriptWord value) {
    List<WordPart> parts = new ArrayList<>();
    for (int i = 0; i < value.parts().size(); i++) {
      WordPart part = value.parts().get(i);
      boolean isPlain = part instanceof WordPart.Text(String _, boolean quoted) && !quoted;
      if (isPlain && part instanceof WordPart.Text(String text, boolean _)) {
        boolean isLast = i == value.parts().size() - 1;
        parts.add(new WordPart.Text(withHomes(text, i == 0, isLast, value.place()), true));
      } else {
        parts.add(part);
      }
    }
    return new ScriptWord(List.copyOf(parts), value.place());
  }

  private static String withHomes(String text, boolean isFirst, boolean isLast, SourcePlace place) {
    StringBuilder changed = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      boolean begins = i == 0 || text.charAt(i - 1) == ':';
      if (each != '~' || !begins) {
        changed.append(each);
        continue;
      }
      boolean isWhole = i + 1 < text.length() ? "/:".indexOf(text.charAt(i + 1)) >= 0 : isLast;
      if (!isWhole || (i == 0 && !isFirst)) {
        throw UnreadableConstruct.TILDE.at(place);
      }
      changed.append(SandboxView.TMP);
    }
    return changed.toString();
  }
}
