package dev.gatehouse.cli.screen;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.text.VisibleText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/**
 * Where lines go. Control characters of untrusted text are shown as {@code \xNN}, so that no file
 * name and no output of a command can steer the terminal.
 */
public final class Screen {
  private static final int BAR_WIDTH = 30;

  private final PrintStream out;
  private final PrintStream err;
  private final boolean colours;
  private final boolean live;
  private boolean barShown;

  /**
   * A screen.
   *
   * @param out takes the answer
   * @param err takes refusals and the bar
   * @param colours whether styles are shown
   * @param live whether the bar is shown, on a terminal that can take it back
   */
  public Screen(PrintStream out, PrintStream err, boolean colours, boolean live) {
    this.out = out;
    this.err = err;
    this.colours = colours;
    this.live = live;
  }

  /** The process's own: colours and a bar only on a terminal, and as NO_COLOR and TERM ask. */
  public static Screen ofProcess(Map<String, String> environment) {
    boolean terminal =
        Terminal.find().isPresent() && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    boolean colours = terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Screen(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8),
        colours,
        terminal);
  }

  /** Whether a person sits before it. */
  public boolean live() {
    return live;
  }

  /** An empty line. */
  public void blank() {
    line();
  }

  /** One line of the answer. */
  public void line(String text) {
    line(StyledText.plain(text));
  }

  /** One line of the answer, in pieces. */
  public void line(StyledText... spans) {
    takeBarBack();
    out.println(rendered(spans));
  }

  /** Text of several lines, each indented by {@code indent}. */
  public void block(String indent, String text) {
    text.lines().forEach(each -> line(StyledText.plain(indent), StyledText.faint(each)));
  }

  /** Where the command line's own help goes. */
  public PrintWriter helpWriter() {
    return new PrintWriter(out, true, UTF_8);
  }

  /** Text that is an answer as it is, such as a JSON document. */
  public void document(String text) {
    takeBarBack();
    out.println(text);
  }

  /** Bytes that are an answer as they are; not for a terminal. */
  public void bytes(byte[] content) {
    takeBarBack();
    out.write(content, 0, content.length);
    out.flush();
  }

  /** A screen for what is shown aside from the answer. */
  public Screen aside() {
    return new Screen(err, err, colours, live);
  }

  /** One line aside from the answer. */
  public void aside(StyledText... spans) {
    takeBarBack();
    err.println(rendered(spans));
  }

  /** A refusal: code and reason, then the next step. */
  public void refuse(String code, String reason, String next) {
    aside(StyledText.bad(code), StyledText.plain(": " + reason));
    if (!next.isEmpty()) {
      aside(StyledText.plain("  next: " + next));
    }
  }

  /**
   * A table within 80 columns of a terminal. Cells that are too wide are cut with a mark, and
   * blanks in a row are written out: no name in one cell looks like others.
   *
   * @param rows of each a cell for each column
   */
  public void table(List<Column> columns, List<List<String>> rows) {
    Table table = new Table(columns, rows);
    line(StyledText.strong(table.head()));
    table.lines().forEach(this::line);
  }

  /** Shows how far something is, on a terminal; nothing elsewhere. */
  public void bar(int done, int total, String label) {
    if (!live) {
      return;
    }
    int filled = total == 0 ? BAR_WIDTH : BAR_WIDTH * done / total;
    err.print(
        "\r\033[K["
            + "#".repeat(filled)
            + ".".repeat(BAR_WIDTH - filled)
            + "] "
            + done
            + "/"
            + total
            + " "
            + harmless(label));
    err.flush();
    barShown = true;
  }

  private void takeBarBack() {
    if (barShown) {
      err.print("\r\033[K");
      err.flush();
      barShown = false;
    }
  }

  private String rendered(StyledText... spans) {
    StringBuilder text = new StringBuilder();
    for (StyledText span : spans) {
      String sgr = span.style().sgr();
      if (colours && !sgr.isEmpty()) {
        text.append("\033[")
            .append(sgr)
            .append('m')
            .append(harmless(span.text()))
            .append("\033[0m");
      } else {
        text.append(harmless(span.text()));
      }
    }
    return text.toString().stripTrailing();
  }

  /**
   * The text with every character that a terminal might obey or not show written out: control
   * characters, the marks that turn the direction of writing, and whatever {@link VisibleText} does
   * not show as it is.
   */
  static String harmless(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (c == '\t' || !steers(c)) {
            shown.appendCodePoint(c);
          } else if (c < 0x100) {
            shown.append(String.format("\\x%02x", c));
          } else {
            shown.append(String.format("\\u%04x", c));
          }
        });
    return shown.toString();
  }

  private static boolean steers(int c) {
    return c < 0x80 ? Character.isISOControl(c) : !VisibleText.isShown(c);
  }
}
