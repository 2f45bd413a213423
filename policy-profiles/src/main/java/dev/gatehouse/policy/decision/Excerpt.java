package dev.gatehouse.policy.decision;

/** A part of a command as it is shown in the reason of a decision. */
final class Excerpt {
  private static final int MOST = 80;

  private Excerpt() {}

  /** In backquotes, of one line, cut after {@value #MOST} characters. */
  static String of(String text) {
    StringBuilder shown = new StringBuilder("`");
    text.codePoints()
        .limit(MOST)
        .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return shown.append(text.codePointCount(0, text.length()) > MOST ? "…`" : "`").toString();
  }
}
