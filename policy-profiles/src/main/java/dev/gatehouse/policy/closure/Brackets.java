package dev.gatehouse.policy.closure;

/** Pairs of parentheses and braces. */
final class Brackets {
  private Brackets() {}

  /** Where the one that opens at {@code open} closes; the text's end if nowhere. */
  static int closing(String text, int open) {
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
}
