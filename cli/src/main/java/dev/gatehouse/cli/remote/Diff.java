package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.Span;

/** A unified diff on the screen. */
public final class Diff {
  private Diff() {}

  /** Shows every line of it. */
  public static void show(Screen screen, String indent, String diff) {
    for (String line : diff.split("\n")) {
      screen.line(Span.plain(indent), styled(line));
    }
  }

  private static Span styled(String line) {
    if (line.startsWith("+")) {
      return Span.good(line);
    }
    if (line.startsWith("\\")) {
      return Span.warn(line);
    }
    return line.startsWith("-") ? Span.bad(line) : Span.faint(line);
  }
}
