package dev.gatehouse.evidence.text;

import java.util.Arrays;

/** A set of code points, as ranges in ascending order. */
final class CodePointRanges {
  private final int[] firsts;
  private final int[] lasts;

  private CodePointRanges(int[] firsts, int[] lasts) {
    this.firsts = firsts;
    this.lasts = lasts;
  }

  /**
   * Reads ranges as the Unicode data files write them: {@code 00AD 2060..206F}, in ascending order.
   */
  static CodePointRanges parse(String text) {
    String[] ranges = text.strip().split("\\s+");
    int[] firsts = new int[ranges.length];
    int[] lasts = new int[ranges.length];
    for (int i = 0; i < ranges.length; i++) {
      int dots = ranges[i].indexOf("..");
      firsts[i] = Integer.parseInt(ranges[i], 0, dots < 0 ? ranges[i].length() : dots, 16);
      lasts[i] = dots < 0 ? firsts[i] : Integer.parseInt(ranges[i].substring(dots + 2), 16);
    }
    return new CodePointRanges(firsts, lasts);
  }

  boolean contains(int codePoint) {
    int found = Arrays.binarySearch(firsts, codePoint);
    return found >= 0 || (found < -1 && codePoint <= lasts[-found - 2]);
  }
}
