package dev.gatehouse.policy.decision;

/** A part of a command as it is shown in the reason of a decision. */
final class Excerpt {
  private static final int MOST = 80;

  private Excerpt() {}

  /** In backquotes, of one line, cut after {@value #MOST} characters. */
  static String of(String text) {
    return "`" + cut(text, MOST) + "`";
  }

  /** Of one line and well-formed, cut after so many characters. */
  static String cut(String text, int most) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().limit(most).forEach(c -> shown.appendCodePoint(printable(c)));
    return text.codePointCount(0, text.length()) > most
        ? shown.append('…').toString()
        : shown.toString();
  }

  private static int printable(int c) {
    if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      return '\uFFFD';
    }
    return Character.isISOControl(c) ? ' ' : c;
  }
}
