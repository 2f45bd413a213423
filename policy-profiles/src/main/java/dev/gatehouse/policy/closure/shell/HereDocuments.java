package dev.gatehouse.policy.closure.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Texts that commands read, which stand in the lines below them. */
final class HereDocuments {
  private final Deque<Awaited> awaited = new ArrayDeque<>();
  private final List<ShellPart> parts = new ArrayList<>();
  private boolean isLost;

  /**
   * One whose lines come.
   *
   * @param isIndented whether tabs before its lines do not count
   * @param isLiteral whether nothing is replaced in it
   */
  private record Awaited(String delimiter, boolean isIndented, boolean isLiteral) {}

  /**
   * Waits for a text.
   *
   * @param written the word that ends it, as it is written
   */
  void add(String delimiter, String written, boolean isIndented) {
    boolean isLiteral = written.chars().anyMatch(c -> "'\"\\".indexOf(c) >= 0);
    awaited.add(new Awaited(delimiter, isIndented, isLiteral));
  }

  /** Whether the end of one is missing. */
  boolean isLost() {
    return isLost || !awaited.isEmpty();
  }

  /** Reads those that are awaited from the line that begins there; returns where they end. */
  int read(String text, int from, int depth) {
    int at = from;
    while (!awaited.isEmpty()) {
      Awaited document = awaited.remove();
      int begin = at;
      int end = -1;
      while (at < text.length() && end < 0) {
        int line = at;
        int newline = text.indexOf('\n', at);
        at = newline < 0 ? text.length() : newline + 1;
        end = ends(document, text.substring(line, newline < 0 ? at : newline)) ? line : -1;
      }
      isLost |= end < 0;
      String body = text.substring(begin, end < 0 ? text.length() : end);
      parts.add(new ShellPart.Input(body));
      if (!document.isLiteral()) {
        parts.addAll(ShellWord.inQuotes(body, depth).parts());
      }
    }
    return at;
  }

  /** What was read since the last call. */
  List<ShellPart> parts() {
    List<ShellPart> all = List.copyOf(parts);
    parts.clear();
    return all;
  }

  private static boolean ends(Awaited document, String line) {
    int begin = 0;
    while (document.isIndented() && begin < line.length() && line.charAt(begin) == '\t') {
      begin++;
    }
    int end = line.endsWith("\r") ? line.length() - 1 : line.length();
    return begin <= end && line.substring(begin, end).equals(document.delimiter());
  }
}
