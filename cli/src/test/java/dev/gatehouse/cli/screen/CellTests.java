package dev.gatehouse.cli.screen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellTests {
  @Test
  void aLongTextLosesItsMiddle() {
    String path = "\u0416".repeat(1900) + "/Makefile";
    assertThat(Cell.of(path)).hasSize(Cell.MOST).startsWith("\u0416\u0416").endsWith("/Makefile");
    assertThat(Cell.of("x".repeat(Cell.MOST))).isEqualTo("x".repeat(Cell.MOST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x"})
  void aCharacterOfTwoHalvesIsShownWholeOrCutOutWhole(String before) {
    String emoji = "\ud83d\ude00";
    String cell = Cell.of(before + emoji.repeat(100) + before);
    assertThat(cell).startsWith(before + emoji).endsWith(emoji + before).contains("…");
    assertThat(cell.length()).isBetween(Cell.MOST - 2, Cell.MOST);
    assertThat(UTF_8.newEncoder().canEncode(cell)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a  b", "a   b", "a    b", "a     b"})
  void blanksInARowAreWrittenOut(String text) {
    assertThat(Cell.of(text)).doesNotContain("  ").hasSize(2 + (text.length() - 2) * 4);
  }

  @Test
  void oneBlankIsABlank() {
    assertThat(Cell.of("a b c")).isEqualTo("a b c");
  }
}
