package dev.gatehouse.cli.screen;

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
  @ValueSource(strings = {"a  b", "a   b", "a    b", "a     b"})
  void blanksInARowAreWrittenOut(String text) {
    assertThat(Cell.of(text)).doesNotContain("  ").hasSize(2 + (text.length() - 2) * 4);
  }

  @Test
  void oneBlankIsABlank() {
    assertThat(Cell.of("a b c")).isEqualTo("a b c");
  }
}
