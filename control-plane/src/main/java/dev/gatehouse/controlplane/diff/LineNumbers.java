package dev.gatehouse.controlplane.diff;

import dev.gatehouse.controlplane.work.WorkPool;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines of two contents as numbers, equal where the lines are; lines that only one of the
 * contents has are left out, since no match can use them.
 *
 * @param before numbers of the lines of the first content
 * @param beforeLines which lines those are
 * @param after the same of the second content
 * @param afterLines the same
 */
@SuppressWarnings("ArrayRecordComponent")
record LineNumbers(int[] before, int[] beforeLines, int[] after, int[] afterLines) {
  private static final int LOOK_EVERY = 4096;

  /** A part of the lines of a content. */
  record Range(Lines lines, int from, int to) {
    int size() {
      return to - from;
    }
  }

  /** A line as a key: comparable, so that equal hashes cost little. */
  private record Line(Lines lines, int number, int hash) implements Comparable<Line> {
    static Line of(Lines lines, int number) {
      return new Line(lines, number, lines.hash(number));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Line line
          && hash == line.hash
          && lines.same(number, line.lines, line.number);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public int compareTo(Line other) {
      return lines.compare(number, other.lines, other.number);
    }
  }

  static LineNumbers of(Range before, Range after) {
    Map<Line, Integer> numbers = HashMap.newHashMap(before.size());
    int[] old = numbers(before, numbers, /* add= */ true);
    int[] now = numbers(after, numbers, /* add= */ false);
    BitSet shared = new BitSet(numbers.size());
    for (int number : now) {
      if (number >= 0) {
        shared.set(number);
      }
    }
    int[] oldLines = kept(old, shared, before.from());
    int[] nowLines = kept(now, shared, after.from());
    return new LineNumbers(
        picked(old, oldLines, before.from()), oldLines,
        picked(now, nowLines, after.from()), nowLines);
  }

  private static int[] numbers(Range range, Map<Line, Integer> numbers, boolean add) {
    int[] result = new int[range.size()];
    for (int i = 0; i < result.length; i++) {
      if (i % LOOK_EVERY == 0) {
        WorkPool.checkpoint();
      }
      Line line = Line.of(range.lines(), range.from() + i);
      Integer number = add ? numbers.putIfAbsent(line, numbers.size()) : numbers.get(line);
      result[i] = number != null ? number : add ? numbers.size() - 1 : -1;
    }
    return result;
  }

  private static int[] kept(int[] numbers, BitSet shared, int from) {
    int[] lines = new int[numbers.length];
    int count = 0;
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] >= 0 && shared.get(numbers[i])) {
        lines[count++] = from + i;
      }
    }
    return java.util.Arrays.copyOf(lines, count);
  }

  private static int[] picked(int[] numbers, int[] lines, int from) {
    int[] result = new int[lines.length];
    for (int i = 0; i < lines.length; i++) {
      result[i] = numbers[lines[i] - from];
    }
    return result;
  }
}
