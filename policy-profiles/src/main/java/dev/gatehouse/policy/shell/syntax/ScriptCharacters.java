package dev.gatehouse.policy.shell.syntax;

import java.util.Set;

/** What characters mean to bash in the locale C.UTF-8, where only space and tab are blanks. */
public final class ScriptCharacters {
  /** The words that are read as syntax where a command begins. */
  private static final Set<String> RESERVED =
      Set.of(
          "!",
          "[[",
          "case",
          "coproc",
          "do",
          "done",
          "elif",
          "else",
          "esac",
          "fi",
          "for",
          "function",
          "if",
          "in",
          "select",
          "then",
          "time",
          "until",
          "while",
          "{",
          "}");

  private static final Set<String> CLOSING =
      Set.of("then", "elif", "else", "fi", "do", "done", "esac", "}");

  private ScriptCharacters() {}

  static boolean isReserved(String word) {
    return RESERVED.contains(word);
  }

  /** Whether a list ends before this word. */
  static boolean isClosing(String word) {
    return CLOSING.contains(word);
  }

  /** Whether an unquoted word ends before it; also at the end, since no string has a NUL. */
  static boolean endsWord(char character) {
    return switch (character) {
      case ' ', '\t', '\n', ';', '&', '|', '(', ')', '<', '>', ScriptText.END -> true;
      default -> false;
    };
  }

  /** Whether it quotes or begins an expansion. */
  static boolean isSpecial(char character) {
    return switch (character) {
      case '\'', '"', '\\', '$', '`' -> true;
      default -> false;
    };
  }

  /** Whether a value that is not quoted is split at it. */
  public static boolean splits(char character) {
    return character == ' ' || character == '\t' || character == '\n';
  }

  public static boolean beginsName(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || character == '_';
  }

  static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  static boolean continuesName(char character) {
    return beginsName(character) || isDigit(character);
  }

  /** The index after the name that begins there; the same index if none does. */
  static int endOfName(String text, int from, int end) {
    int place = from;
    while (place < end
        && (place == from ? beginsName(text.charAt(place)) : continuesName(text.charAt(place)))) {
      place++;
    }
    return place;
  }

  public static boolean isName(String text) {
    return !text.isEmpty() && endOfName(text, 0, text.length()) == text.length();
  }

  public static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(each -> each >= '0' && each <= '9');
  }

  /** Where NUL, an escape of bash itself, or half of a surrogate pair stands; -1 if nowhere. */
  static int firstUnreadable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '\0' || each == '\1' || each == '\177') {
        return i;
      }
      if (Character.isSurrogate(each)) {
        boolean pair =
            Character.isHighSurrogate(each)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }
}
