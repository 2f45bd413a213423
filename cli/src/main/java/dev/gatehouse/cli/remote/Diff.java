package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import java.util.ArrayList;
import java.util.List;

/**
 * A unified diff on the screen. On a terminal, rows are cut before the terminal would wrap them,
 * and what follows begins with {@code >}: no content can look like a row of its own.
 */
public final class Diff {
  private static final int COLUMNS = 78;
  private static final String FOLLOWS = ">";

  private Diff() {}

  /** Shows every line of it. */
  public static void show(Screen screen, String indent, String diff) {
    for (String line : diff.split("\n")) {
      StyledText.Style style = style(line);
      rows(screen, indent, line)
          .forEach(row -> screen.line(StyledText.plain(indent), new StyledText(style, row)));
    }
  }

  /** The rows that show a line: itself, or on a terminal as many as it needs. */
  static List<String> rows(Screen screen, String indent, String line) {
    if (!screen.live()) {
      return List.of(line);
    }
    List<String> rows = new ArrayList<>();
    StringBuilder row = new StringBuilder();
    int columns = indent.length();
    for (int c : line.codePoints().toArray()) {
      // A glyph beyond ASCII takes two columns at most.
      int width = c < 0x80 ? 1 : 2;
      if (columns + width > COLUMNS) {
        rows.add(row.toString());
        row.setLength(0);
        row.append(FOLLOWS);
        columns = indent.length() + FOLLOWS.length();
      }
      row.appendCodePoint(c);
      columns += width;
    }
    rows.add(row.toString());
    return rows;
  }

  private static StyledText.Style style(String line) {
    if (line.startsWith("+")) {
      return StyledText.Style.GOOD;
    }
    if (line.startsWith("\\")) {
      return StyledText.Style.WARN;
    }
    return line.startsWith("-") ? StyledText.Style.BAD : StyledText.Style.FAINT;
  }
}
