package dev.gatehouse.policy.shell;

import dev.gatehouse.policy.shell.syntax.ReaderBounds;
import dev.gatehouse.policy.shell.syntax.ScriptCharacters;
import dev.gatehouse.policy.shell.syntax.SourcePlace;
import dev.gatehouse.policy.shell.syntax.UnreadableConstruct;
import java.util.ArrayList;
import java.util.List;

/** The values of a range in braces: integers without leading zeros, or letters of one case. */
final class BraceRange {
  private BraceRange() {}

  /** The values of what stands between the braces. */
  static List<String> of(String text, SourcePlace place) {
    int first = text.indexOf("..");
    int second = text.indexOf("..", first + 2);
    String from = text.substring(0, first);
    String to = second < 0 ? text.substring(first + 2) : text.substring(first + 2, second);
    String step = second < 0 ? "1" : text.substring(second + 2);
    boolean isLetters = isLetter(from) && isLetter(to) && isLower(from) == isLower(to);
    boolean isRange = isLetters || (isInteger(from) && isInteger(to));
    if (!isRange || !isInteger(step)) {
      throw UnreadableConstruct.BRACE_EXPANSION.at(place);
    }
    int begin = isLetters ? from.charAt(0) : Integer.parseInt(from);
    int last = isLetters ? to.charAt(0) : Integer.parseInt(to);
    int width = Math.max(1, Math.abs(Integer.parseInt(step)));
    if (Math.abs((long) last - begin) / width >= ReaderBounds.BRACE_WORDS) {
      throw UnreadableConstruct.TOO_LARGE.at(place);
    }
    List<String> values = new ArrayList<>();
    int direction = begin <= last ? width : -width;
    for (int value = begin; direction > 0 ? value <= last : value >= last; value += direction) {
      values.add(isLetters ? String.valueOf((char) value) : Integer.toString(value));
    }
    return values;
  }

  private static boolean isLetter(String text) {
    return text.length() == 1
        && ScriptCharacters.beginsName(text.charAt(0))
        && text.charAt(0) != '_';
  }

  private static boolean isLower(String letter) {
    return letter.charAt(0) >= 'a';
  }

  /** At most 6 digits, so that no sum overflows; leading zeros pad. */
  private static boolean isInteger(String text) {
    String digits = text.startsWith("-") ? text.substring(1) : text;
    boolean isPadded = digits.length() > 1 && digits.startsWith("0");
    return ScriptCharacters.isNumber(digits)
        && digits.length() <= 6
        && !isPadded
        && !text.equals("-0");
  }
}
