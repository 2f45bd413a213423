package dev.gatehouse.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTests {
  @Test
  void onlyOneIsInTheSingular() {
    assertThat(Counted.of(0, "step")).isEqualTo("0 steps");
    assertThat(Counted.of(1, "step")).isEqualTo("1 step");
    assertThat(Counted.of(2, "step")).isEqualTo("2 steps");
    assertThat(Counted.of(11, "step")).isEqualTo("11 steps");
    assertThat(Counted.of(1, "proposal waits", "proposals wait")).isEqualTo("1 proposal waits");
    assertThat(Counted.of(21, "proposal waits", "proposals wait")).isEqualTo("21 proposals wait");
  }
}
