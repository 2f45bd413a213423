package dev.gatehouse.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.cli.screen.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The command line program in this process, with its two streams kept. */
public final class Captured {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final int exitCode;

  /** Runs one word. */
  public Captured(String... arguments) {
    this(false, arguments);
  }

  private Captured(boolean live, String... arguments) {
    Screen screen =
        new Screen(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false, live);
    exitCode = Gatehouse.run(screen, arguments);
  }

  /** Runs one word as on a terminal. */
  public static Captured onATerminal(String... arguments) {
    return new Captured(true, arguments);
  }

  /** Runs one word with more arguments behind it. */
  public static Captured run(List<String> arguments, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return new Captured(all.toArray(String[]::new));
  }

  /** Its exit code. */
  public int exitCode() {
    return exitCode;
  }

  /** Its standard output. */
  public String out() {
    return out.toString(UTF_8);
  }

  /** Its standard error. */
  public String err() {
    return err.toString(UTF_8);
  }
}
