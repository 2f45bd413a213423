package dev.gatehouse.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.screen.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiffTests {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private List<String> shown(boolean live, String diff) {
    out.reset();
    PrintStream stream = new PrintStream(out, true, UTF_8);
    Diff.show(new Screen(stream, stream, false, live), "  ", diff);
    return out.toString(UTF_8).lines().toList();
  }

  @Test
  void noLongLineLooksLikeTwoOnATerminal() {
    for (int width = 60; width < 100; width++) {
      String one = "+" + "x".repeat(width) + "  +make pwned\n";
      String two = "+" + "x".repeat(width) + "\n+make pwned\n";
      assertThat(shown(true, one)).isNotEqualTo(shown(true, two));
      assertThat(shown(true, one)).noneMatch(row -> row.startsWith("  +make"));
    }
    assertThat(shown(true, "+" + "x".repeat(500) + "\n"))
        .allMatch(row -> row.length() <= 80)
        .allMatch(row -> row.startsWith("  +x") || row.startsWith("  >x"));
    assertThat(shown(true, "+" + "\u4E2D".repeat(100) + "\n")).allMatch(row -> row.length() <= 40);
  }

  @Test
  void anotherProgramGetsEachRowOnOneLine() {
    assertThat(shown(false, "+" + "x".repeat(500) + "\n")).containsExactly("  +" + "x".repeat(500));
  }

  @Test
  void contentThatLooksLikeARowIsStillContent() {
    assertThat(shown(true, "++b\n-\\ in ASCII: x\n ---\n"))
        .containsExactly("  ++b", "  -\\ in ASCII: x", "   ---");
  }
}
