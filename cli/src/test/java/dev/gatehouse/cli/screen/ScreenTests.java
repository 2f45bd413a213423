package dev.gatehouse.cli.screen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTests {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Screen screen(boolean colours, boolean live) {
    return new Screen(
        new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), colours, live);
  }

  @Test
  void writesOutWhatATerminalWouldObey() {
    screen(true, true).line(StyledText.plain("a\033]0;title\007b\r\u009bc\u202ed\u2028e"));
    assertThat(out.toString(UTF_8)).isEqualTo("a\\x1b]0;title\\x07b\\x0d\\x9bc\\u202ed\\u2028e\n");
  }

  @Test
  void writesOutWhatNoTerminalShows() {
    screen(false, false).line("a\u3164b\u00a0c\ufe0fd\u034fe\u0301");
    assertThat(out.toString(UTF_8)).isEqualTo("a\\u3164b\\xa0c\\ufe0fd\\u034fe\\u0301\n");
  }

  @Test
  void keepsWhatADiffWroteOut() {
    screen(false, false).line("+p\u0430y<U+202E><0xFF><TAB><U+0020>");
    assertThat(out.toString(UTF_8)).isEqualTo("+p\u0430y<U+202E><0xFF><TAB><U+0020>\n");
  }

  @Test
  void keepsOrdinaryTextOfAnyLanguageAndTabs() {
    screen(false, false).line("naïve\t日本語 🙂");
    assertThat(out.toString(UTF_8)).isEqualTo("naïve\t日本語 🙂\n");
  }

  @Test
  void showsColoursOnlyWhereAskedTo() {
    screen(false, false).line(StyledText.bad("no"));
    screen(true, false).line(StyledText.bad("no"));
    assertThat(out.toString(UTF_8)).isEqualTo("no\n\033[31mno\033[0m\n");
  }

  @Test
  void drawsABarOnTerminalsAloneAndTakesItBack() {
    screen(false, false).bar(1, 2, "x");
    assertThat(err.size()).isZero();
    Screen live = screen(false, true);
    live.bar(1, 2, "x");
    live.line("next");
    assertThat(err.toString(UTF_8))
        .isEqualTo("\r\033[K[###############...............] 1/2 x\r\033[K");
  }

  @Test
  void alignsTablesByWhatIsShown() {
    screen(false, false)
        .table(List.of(Column.name("A", 1), Column.fixed("B")), List.of(List.of("\001", "x")));
    assertThat(out.toString(UTF_8)).isEqualTo("A     B\n\\x01  x\n");
  }
}
