package dev.gatehouse.policy.closure.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads a shell text whole, and where it seems not to be whole, each line by itself too. */
public final class ShellLines {
  private ShellLines() {}

  /**
   * The parts of a text. Where something opens in it that nothing closes, each line is read again
   * by itself: what seems to be quoted may not be.
   */
  public static List<ShellPart> read(String text) {
    ShellText reading = ShellText.whole(text, 0);
    if (reading.lost() < 0) {
      return reading.parts();
    }
    List<ShellPart> parts = new ArrayList<>(reading.parts());
    for (String line : text.split("\n")) {
      String rest = line;
      for (int i = 0; i < ShellText.MAX_DEPTH && !rest.isBlank(); i++) {
        ShellText again = ShellText.whole(rest, 0);
        parts.add(new ShellPart.Apart());
        parts.addAll(again.parts());
        rest = again.lost() < 0 ? "" : rest.substring(Math.min(again.lost() + 1, rest.length()));
      }
    }
    return parts;
  }

  /** The words of each command of a text. */
  public static Stream<List<String>> commands(String text) {
    return read(text).stream()
        .filter(ShellPart.Command.class::isInstance)
        .map(part -> ((ShellPart.Command) part).words());
  }
}
