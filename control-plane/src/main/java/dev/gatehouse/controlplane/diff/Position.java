package dev.gatehouse.controlplane.diff;

import dev.gatehouse.controlplane.diff.Lines.End;

/** Counts lines as people number them, from the beginning of a content to its end. */
final class Position {
  private final Lines lines;
  private int at;
  private int number = 1;

  Position(Lines lines) {
    this.lines = lines;
  }

  /**
   * The range as a hunk's head writes it: number of the first line and how many; of binary content
   * the offset of the first byte and how many.
   *
   * @param from not before the end of the last range that was asked for
   */
  String range(int from, int to) {
    if (from < to && lines.end(from) == End.BINARY) {
      int offset = lines.from(from);
      return offset + "," + (lines.to(to - 1) - offset);
    }
    advance(from);
    int first = number;
    advance(to);
    boolean open = from < to && lines.end(to - 1) == End.CONTINUED;
    int count = number - first + (open ? 1 : 0);
    return (count == 0 ? first - 1 : first) + "," + count;
  }

  private void advance(int to) {
    for (; at < to; at++) {
      if (lines.end(at) != End.CONTINUED) {
        number++;
      }
    }
  }
}
