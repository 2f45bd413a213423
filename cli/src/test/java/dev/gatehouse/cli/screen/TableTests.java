package dev.gatehouse.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTests {
  private static final List<Column> COLUMNS =
      List.of(Column.id("RUN"), Column.name("NAME", 8), Column.fixed("STATE"));

  @Test
  void narrowTableIsAsWideAsItsCells() {
    Table table =
        new Table(COLUMNS, List.of(List.of("r-1", "日本", "OPEN"), List.of("r-2", "x", "-")));

    assertThat(table.head()).isEqualTo("RUN  NAME  STATE");
    assertThat(table.lines()).containsExactly("r-1  日本  OPEN", "r-2  x     -");
  }

  @Test
  void widestColumnGivesWayFirst() {
    Table table =
        new Table(
            COLUMNS, List.of(List.of("r-01m7ynh9n5z3jkyrkvevdpb20d", "n".repeat(128), "OPEN")));

    String line = table.lines().getFirst();

    assertThat(TextWidth.of(line)).isLessThanOrEqualTo(Table.WIDTH);
    assertThat(line)
        .startsWith("r-01m7ynh9n5z3jkyrkvevdpb20d  nnn")
        .contains("n…n")
        .endsWith("OPEN");
  }

  @Test
  void wideCharactersCountTwice() {
    Table table = new Table(COLUMNS, List.of(List.of("r-1", "日".repeat(100), "OPEN")));

    assertThat(TextWidth.of(table.lines().getFirst())).isBetween(Table.WIDTH - 2, Table.WIDTH);
  }

  @Test
  void noColumnIsNarrowerThanItsLeast() {
    List<Column> many =
        List.of(Column.id("A"), Column.id("B"), Column.name("C", 20), Column.fixed("D"));
    String line =
        new Table(
                many,
                List.of(List.of("a".repeat(90), "b".repeat(90), "c".repeat(90), "d".repeat(20))))
            .lines()
            .getFirst();

    assertThat(TextWidth.of(line)).isLessThanOrEqualTo(Table.WIDTH);
    assertThat(line).contains("a".repeat(13), "b".repeat(13), "d".repeat(20));
  }
}
