package dev.gatehouse.policy.shell;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Shell strings from a grammar, most of them right, and strings of the sample with characters
 * inserted, removed, doubled or moved. The same numbers make the same strings.
 */
final class ShellStrings {
  private static final int MAX_LENGTH = 2000;
  private static final List<String> PIECES =
      List.of(
          "'", "\"", "\\", "$", "`", "(", ")", "{", "}", "[", "]", "<", ">", "|", "&", ";", "\n",
          " ", "\t", "#", "*", "?", "~", "=", "!", "-", ",", "\\\n", "$(", "${", "$((", "$'", "$\"",
          "<<", "<<<", "<(", ">(", "&&", "||", ";;", "|&", "&>", ">&", "<&", ">|", "<>", "2>", "a",
          "=(", "+=", "..", "do ", "done", "in ", "fi", "esac", "then ", "if ", "for ", "case ",
          "EOF", "\r");
  private static final List<String> JOINTS = List.of("\n", "; ", " && ", " | ", " || ", " ");

  private final Choices choices;
  private final List<String> sample;

  /**
   * @param random chooses
   * @param sample strings to change
   */
  ShellStrings(RandomGenerator random, List<String> sample) {
    this.choices = new Choices(random);
    this.sample = sample;
  }

  /** The next string; without NUL, of a bounded length. */
  String next() {
    String string =
        switch (choices.below(10)) {
          case 0 -> changed(choices.one(sample));
          case 1 -> choices.one(sample) + choices.one(JOINTS) + choices.one(sample);
          case 2 -> changed(script(false));
          case 3, 4 -> script(true);
          default -> script(false);
        };
    return string.substring(0, Math.min(string.length(), MAX_LENGTH));
  }

  private String script(boolean wild) {
    return new CommandGrammar(choices, wild).script();
  }

  private String changed(String string) {
    StringBuilder text = new StringBuilder(string);
    for (int i = choices.below(3); i >= 0; i--) {
      int at = choices.below(text.length() + 1);
      int end = Math.min(text.length(), at + 1 + choices.below(3));
      switch (choices.below(5)) {
        case 0, 1 -> text.insert(at, choices.one(PIECES));
        case 2 -> text.delete(at, end);
        case 3 -> text.insert(end, text.substring(at, end));
        default -> {
          String moved = text.substring(at, end);
          text.delete(at, end).insert(choices.below(at + 1), moved);
        }
      }
    }
    return text.toString();
  }
}
