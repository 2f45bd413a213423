package dev.gatehouse.cli.screen;

import dev.gatehouse.cli.screen.Column.Cut;

/** Untrusted text in one cell of a table. */
final class Cell {
  /** What stands where text was cut out. */
  static final String MARK = "…";

  private static final String BLANK = "\\x20";

  private Cell() {}

  /** The text as a cell shows it: harmless, and no two blanks in a row. */
  static String shown(String text) {
    return Screen.harmless(text.replace('\t', ' '))
        .replace("  ", BLANK + BLANK)
        .replace(BLANK + " ", BLANK + BLANK);
  }

  /**
   * A shown text within a width.
   *
   * @param columns columns of the terminal, at least 1
   */
  static String cut(String shown, int columns, Cut where) {
    if (where == Cut.NEVER || TextWidth.of(shown) <= columns) {
      return shown;
    }
    int room = columns - TextWidth.of(MARK);
    return switch (where) {
      case END -> head(shown, room) + MARK;
      case MIDDLE -> {
        // The end of a path says more than its beginning.
        int tail = room - room * 2 / 5;
        yield head(shown, room - tail) + MARK + tail(shown, tail);
      }
      case NEVER -> shown;
    };
  }

  private static String head(String text, int columns) {
    int end = 0;
    int width = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      width += TextWidth.of(c);
      if (width > columns) {
        break;
      }
      end += Character.charCount(c);
    }
    return text.substring(0, end);
  }

  private static String tail(String text, int columns) {
    int begin = text.length();
    int width = 0;
    while (begin > 0) {
      int c = text.codePointBefore(begin);
      width += TextWidth.of(c);
      if (width > columns) {
        break;
      }
      begin -= Character.charCount(c);
    }
    return text.substring(begin);
  }
}
