package dev.gatehouse.controlplane.diff;

import dev.gatehouse.controlplane.work.WorkPool;
import java.util.Arrays;

/**
 * The longest common subsequence of two sequences of numbers in linear space, by divide and conquer
 * (E. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986, section 4b).
 *
 * <p>Diagonal k holds the points (x, y) with x - y = k. The search goes from both corners of a box
 * at once; where the two meet, an optimal path is cut in two.
 */
final class LineMatch {
  private static final int UNREACHED = -2;

  /** Takes a pair of positions that match. */
  interface Pairs {
    void add(int before, int after);
  }

  private final int[] before;
  private final int[] after;
  private final int[] forward;
  private final int[] backward;
  private long steps;
  private boolean complete = true;

  /**
   * A search.
   *
   * @param steps comparisons that it may make
   */
  LineMatch(int[] before, int[] after, long steps) {
    this.before = before;
    this.after = after;
    this.steps = steps;
    this.forward = new int[before.length + after.length + 3];
    this.backward = new int[before.length + after.length + 3];
  }

  /**
   * Gives each pair that matches, in no order.
   *
   * @return whether all of them were found; else the steps were used up
   */
  boolean search(Pairs pairs) {
    search(0, before.length, 0, after.length, pairs);
    return complete;
  }

  private void search(int left, int right, int top, int bottom, Pairs pairs) {
    int x0 = left;
    int y0 = top;
    int x1 = right;
    int y1 = bottom;
    while (x0 < x1 && y0 < y1 && before[x0] == after[y0]) {
      pairs.add(x0++, y0++);
    }
    while (x0 < x1 && y0 < y1 && before[x1 - 1] == after[y1 - 1]) {
      pairs.add(--x1, --y1);
    }
    if (x0 == x1 || y0 == y1) {
      return;
    }
    Box box = new Box(x0, x1 - x0, y0, y1 - y0);
    int x = middle(box);
    if (x < 0) {
      complete = false;
      return;
    }
    // The recursion is as deep as the logarithm of the edits: each half has half of them.
    search(x0, x, y0, box.meetingY, pairs);
    search(x, x1, box.meetingY, y1, pairs);
  }

  /** A part of the search: {@code width} numbers of before, {@code height} of after. */
  private static final class Box {
    final int x0;
    final int width;
    final int y0;
    final int height;
    int meetingY;

    Box(int x0, int width, int y0, int height) {
      this.x0 = x0;
      this.width = width;
      this.y0 = y0;
      this.height = height;
    }

    int meets(int x, int y) {
      meetingY = y0 + y;
      return x0 + x;
    }
  }

  /** A point of an optimal path through the box, as its x; -1 if the steps are used up. */
  private int middle(Box box) {
    int n = box.width;
    int m = box.height;
    int zero = m + 1;
    int delta = n - m;
    Arrays.fill(forward, 0, n + m + 3, UNREACHED);
    Arrays.fill(backward, 0, n + m + 3, UNREACHED);
    steps -= n + m;
    // Before the first edit: a move along diagonal 0 from outside of the box.
    forward[zero + 1] = 0;
    backward[zero + 1] = 0;
    for (int edits = 0; steps > 0; edits++) {
      WorkPool.checkpoint();
      int low = -edits + 2 * Math.max(0, edits - m);
      int high = edits - 2 * Math.max(0, edits - n);
      steps -= high - low + 2;
      for (int k = low; k <= high; k += 2) {
        int x = furthest(forward, zero + k, k, n, m);
        if (x == UNREACHED) {
          continue;
        }
        int from = x;
        while (x < n && x - k < m && before[box.x0 + x] == after[box.y0 + x - k]) {
          x++;
        }
        steps -= x - from;
        if (steps < 0) {
          return -1;
        }
        forward[zero + k] = x;
        int opposite = delta - k;
        boolean seen = delta % 2 != 0 && Math.abs(opposite) < edits;
        if (seen && x + reached(backward, zero, opposite, n, m) >= n) {
          return box.meets(x, x - k);
        }
      }
      for (int k = low; k <= high; k += 2) {
        int x = furthest(backward, zero + k, k, n, m);
        if (x == UNREACHED) {
          continue;
        }
        int from = x;
        while (x < n
            && x - k < m
            && before[box.x0 + n - 1 - x] == after[box.y0 + m - 1 - (x - k)]) {
          x++;
        }
        steps -= x - from;
        if (steps < 0) {
          return -1;
        }
        backward[zero + k] = x;
        int opposite = delta - k;
        boolean seen = delta % 2 == 0 && Math.abs(opposite) <= edits;
        if (seen && x + reached(forward, zero, opposite, n, m) >= n) {
          return box.meets(n - x, m - (x - k));
        }
      }
    }
    return -1;
  }

  /** The larger x of a step right and a step down that stays in the box. */
  private static int furthest(int[] reached, int at, int k, int n, int m) {
    int right =
        reached[at - 1] == UNREACHED || reached[at - 1] >= n ? UNREACHED : reached[at - 1] + 1;
    int above = reached[at + 1];
    int down = above == UNREACHED || above - k > m ? UNREACHED : above;
    return Math.max(right, down);
  }

  private static int reached(int[] points, int zero, int k, int n, int m) {
    return k < -m || k > n ? Integer.MIN_VALUE / 2 : points[zero + k];
  }
}
