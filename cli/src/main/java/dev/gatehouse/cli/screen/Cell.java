package dev.gatehouse.cli.screen;

/** Untrusted text in one cell of a table. */
final class Cell {
  /** Characters that a cell shows. */
  static final int MOST = 60;

  private static final int HEAD = 24;
  private static final String CUT = "…";
  private static final String BLANK = "\\x20";

  private Cell() {}

  /** The text as a cell shows it: harmless, no two blanks in a row, its middle cut out if long. */
  static String of(String text) {
    String shown =
        Screen.harmless(text).replace("  ", BLANK + BLANK).replace(BLANK + " ", BLANK + BLANK);
    if (shown.length() <= MOST) {
      return shown;
    }
    int head = HEAD;
    int tail = shown.length() - (MOST - HEAD - CUT.length());
    // Both halves of a surrogate pair are shown, or none.
    head -= splitsPair(shown, head) ? 1 : 0;
    tail += splitsPair(shown, tail) ? 1 : 0;
    return shown.substring(0, head) + CUT + shown.substring(tail);
  }

  private static boolean splitsPair(String text, int at) {
    return Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
  }
}
