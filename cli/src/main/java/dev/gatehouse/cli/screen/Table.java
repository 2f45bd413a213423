package dev.gatehouse.cli.screen;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of untrusted cells within {@value #WIDTH} columns of a terminal: where it would be wider,
 * the widest cells are cut, with a mark.
 */
final class Table {
  /** Columns of a terminal that a table takes at most. */
  static final int WIDTH = 80;

  private static final int GAP = 2;

  private final List<Column> columns;
  private final List<List<String>> rows;
  private final int[] widths;

  /**
   * A table.
   *
   * @param rows of each a cell for each column
   */
  Table(List<Column> columns, List<List<String>> rows) {
    this.columns = columns;
    this.rows = rows.stream().map(row -> row.stream().map(Cell::shown).toList()).toList();
    this.widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.max(
              TextWidth.of(columns.get(i).head()),
              this.rows.stream().mapToInt(row -> TextWidth.of(row.get(column))).max().orElse(0));
    }
    fit();
  }

  /** Narrows the column that has most to give, until the table fits or none has. */
  private void fit() {
    int over = GAP * (widths.length - 1) - WIDTH;
    for (int width : widths) {
      over += width;
    }
    for (; over > 0; over--) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        if (columns.get(i).cut() != Column.Cut.NEVER
            && widths[i] > Math.max(columns.get(i).least(), columns.get(i).head().length())
            && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
    }
  }

  /** The headings. */
  String head() {
    return line(columns.stream().map(Column::head).toList());
  }

  /** The rows. */
  List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  private String line(List<String> row) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      String cell = Cell.cut(row.get(i), widths[i], columns.get(i).cut());
      cells.add(cell + " ".repeat(Math.max(0, widths[i] - TextWidth.of(cell))));
    }
    return String.join(" ".repeat(GAP), cells).stripTrailing();
  }
}
