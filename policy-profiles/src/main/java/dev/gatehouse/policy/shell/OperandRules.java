package dev.gatehouse.policy.shell;

import dev.gatehouse.policy.shell.syntax.ScriptCharacters;
import dev.gatehouse.policy.shell.syntax.ScriptWord;
import dev.gatehouse.policy.shell.syntax.SourcePlace;
import dev.gatehouse.policy.shell.syntax.UnreadableConstruct;
import java.util.List;
import java.util.Set;

/** Arguments of builtins that could evaluate text, assign variables or change the shell. */
final class OperandRules {
  private static final Set<String> OPTIONS = Set.of("pipefail", "errexit", "nounset", "xtrace");

  private static final Set<String> SUBSCRIPT_OPERATORS = Set.of("-v", "-R");

  private static final Set<String> ARITHMETIC_OPERATORS =
      Set.of("-eq", "-ne", "-lt", "-le", "-gt", "-ge");

  private OperandRules() {}

  /** {@code test} and its like: none of the words may be, or become, -v with a subscript. */
  static void test(List<CommandWord> words, SourcePlace place) {
    boolean isBracket = words.getFirst().text().equals("[");
    int last = isBracket ? words.size() - 1 : words.size();
    for (int i = 1; i < last; i++) {
      CommandWord word = words.get(i);
      boolean isRead =
          switch (word) {
            case CommandWord.Literal(String text) -> !SUBSCRIPT_OPERATORS.contains(text);
            case CommandWord.Pattern(String _, String prefix) ->
                !prefix.isEmpty() && !prefix.startsWith("-");
            case CommandWord.Unknown(String _, String prefix, boolean single) ->
                single && (!mayBeOption(prefix) || i + 1 >= last || isHarmless(words.get(i + 1)));
          };
      if (!isRead) {
        throw UnreadableConstruct.TEST.at(place);
      }
    }
  }

  private static boolean mayBeOption(String prefix) {
    return prefix.isEmpty() || prefix.equals("-") || SUBSCRIPT_OPERATORS.contains(prefix);
  }

  private static boolean isHarmless(CommandWord operand) {
    return operand instanceof CommandWord.Literal(String text) && text.indexOf('[') < 0;
  }

  /** {@code printf}: neither the option that assigns nor the conversion that does. */
  static void printf(List<CommandWord> words, SourcePlace place) {
    int format = words.size() > 1 && words.get(1).equals(new CommandWord.Literal("--")) ? 2 : 1;
    if (words.size() <= format) {
      return;
    }
    boolean isRead =
        words.get(format) instanceof CommandWord.Literal(String text)
            && (format == 2 || !text.startsWith("-"))
            && !assigns(text);
    if (!isRead) {
      throw UnreadableConstruct.PRINTF.at(place);
    }
  }

  private static boolean assigns(String format) {
    int at = format.indexOf('%');
    while (at >= 0) {
      at++;
      while (at < format.length() && "#-+ 0123456789'.*hjlLtz".indexOf(format.charAt(at)) >= 0) {
        at++;
      }
      // Escapes of the format are read before its conversions.
      if (at < format.length() && (format.charAt(at) == 'n' || format.charAt(at) == '\\')) {
        return true;
      }
      at = format.indexOf('%', at + 1);
    }
    return false;
  }

  /** {@code set}: the options that change nothing of what is read. */
  static void set(List<CommandWord> words, SourcePlace place) {
    boolean isRead = words.size() > 1;
    int at = 1;
    while (isRead && at < words.size()) {
      String text = words.get(at) instanceof CommandWord.Literal(String each) ? each : "";
      isRead = text.length() > 1 && (text.charAt(0) == '-' || text.charAt(0) == '+');
      for (int i = 1; i < text.length(); i++) {
        char letter = text.charAt(i);
        if (letter == 'o') {
          at++;
          isRead &= at < words.size() && OPTIONS.contains(words.get(at).text());
        } else {
          isRead &= letter == 'e' || letter == 'u' || letter == 'x';
        }
      }
      at++;
    }
    if (!isRead) {
      throw UnreadableConstruct.SHELL_OPTION.at(place);
    }
  }

  /** <code>[[</code>: its operators stand in the string, and operands are never split. */
  static void condition(List<ScriptWord> source, List<CommandWord> words, SourcePlace place) {
    for (int i = 1; i < source.size(); i++) {
      String operator = source.get(i).plainText();
      boolean isArithmetic = ARITHMETIC_OPERATORS.contains(operator);
      boolean isRead =
          !operator.equals("=~")
              && !SUBSCRIPT_OPERATORS.contains(operator)
              && (!isArithmetic || (isInteger(words.get(i - 1)) && isNext(words, i)));
      if (!isRead) {
        throw UnreadableConstruct.CONDITION.at(place);
      }
    }
  }

  private static boolean isNext(List<CommandWord> words, int at) {
    return at + 1 < words.size() && isInteger(words.get(at + 1));
  }

  private static boolean isInteger(CommandWord word) {
    return word instanceof CommandWord.Literal(String text)
        && (ScriptCharacters.isNumber(text)
            || (text.startsWith("-") && ScriptCharacters.isNumber(text.substring(1))));
  }
}
