package dev.gatehouse.cli.screen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.screen.Column.Cut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellTests {
  private static final int MOST = 60;

  @Test
  void aLongPathLosesItsMiddle() {
    String path = "\u0416".repeat(1900) + "/Makefile";
    assertThat(Cell.cut(path, MOST, Cut.MIDDLE))
        .hasSize(MOST)
        .startsWith("\u0416\u0416")
        .contains("…")
        .endsWith("/Makefile");
    assertThat(Cell.cut("x".repeat(MOST), MOST, Cut.MIDDLE)).isEqualTo("x".repeat(MOST));
  }

  @Test
  void aLongIdLosesItsEnd() {
    assertThat(Cell.cut("r-01m7ynh9n5z3jkyrkvevdpb20d", 14, Cut.END)).isEqualTo("r-01m7ynh9n5z…");
    assertThat(Cell.cut("r-01m7ynh9n5z3", 14, Cut.END)).isEqualTo("r-01m7ynh9n5z3");
  }

  @Test
  void aWordOfAKnownLengthIsNeverCut() {
    assertThat(Cell.cut("READY_TO_MERGE", 3, Cut.NEVER)).isEqualTo("READY_TO_MERGE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x"})
  void aCharacterOfTwoHalvesIsShownWholeOrCutOutWhole(String before) {
    String emoji = "\ud83d\ude00";
    String cell = Cell.cut(before + emoji.repeat(100) + before, MOST, Cut.MIDDLE);
    assertThat(cell).startsWith(before + emoji).endsWith(emoji + before).contains("…");
    assertThat(TextWidth.of(cell)).isBetween(MOST - 2, MOST);
    assertThat(UTF_8.newEncoder().canEncode(cell)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"a, 1", "é, 1", "Ж, 1", "…, 1", "日, 2", "한, 2", "ｶ, 1", "Ａ, 2", "😀, 2", "ab日, 4"})
  void charactersTakeAsManyColumnsAsATerminalGivesThem(String text, int columns) {
    assertThat(TextWidth.of(text)).isEqualTo(columns);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a  b", "a   b", "a    b", "a     b"})
  void blanksInARowAreWrittenOut(String text) {
    assertThat(Cell.shown(text)).doesNotContain("  ").hasSize(2 + (text.length() - 2) * 4);
  }

  @Test
  void oneBlankIsABlank() {
    assertThat(Cell.shown("a b c")).isEqualTo("a b c");
  }
}
