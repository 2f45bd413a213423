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
    return shown.length() <= MOST
        ? shown
        : shown.substring(0, HEAD) + CUT + shown.substring(shown.length() - (MOST - HEAD - 1));
  }
}
