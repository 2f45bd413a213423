package dev.gatehouse.policy.closure.shell;

/** Pairs of parentheses and braces. */
public final class Brackets {
  /** As long may a text be that is computed as a number. */
  private static final int MAX_NUMBER = 1024;

  private Brackets() {}

  /** Where the one that opens at {@code open} closes; the text's end if nowhere. */
  public static int closing(String text, int open) {
    char opens = text.charAt(open);
    char closes = opens == '(' ? ')' : '}';
    int nested = 0;
    for (int i = open; i < text.length(); i++) {
      if (text.charAt(i) == opens) {
        nested++;
      } else if (text.charAt(i) == closes) {
        nested--;
        if (nested == 0) {
          return i;
        }
      }
    }
    return text.length();
  }

  /**
   * Where a number that a shell computes ends, which begins with two parentheses there; -1 if there
   * is none: two commands in parentheses may begin so too.
   */
  static int arithmetic(String text, int open) {
    if (!text.startsWith("((", open)) {
      return -1;
    }
    int nested = 0;
    char quote = ' ';
    for (int i = open; i < text.length() && i < open + MAX_NUMBER; i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (quote != ' ') {
        quote = c == quote ? ' ' : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '(') {
        nested++;
      } else if (c == ')') {
        nested--;
        if (nested == 1) {
          return text.startsWith("))", i) ? i + 2 : -1;
        }
      }
    }
    return -1;
  }
}
