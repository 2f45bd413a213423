package dev.gatehouse.controlplane.diff;

import dev.gatehouse.controlplane.diff.LineNumbers.Range;
import java.util.BitSet;

/**
 * Which lines of a content go and which of another one come; the lines that stay are the same on
 * both sides, in order. Linear in space, bounded in work.
 *
 * @param removed lines of the first content that go
 * @param added lines of the second that come
 * @param shortest whether the script is as short as can be; else the work was cut short, and a part
 *     that may have lines in common is given as removed and added whole
 */
record EditScript(BitSet removed, BitSet added, boolean shortest) {
  /** Lines that differ, of both contents together, up to which matches are looked for. */
  static final int MOST_LINES = 400_000;

  /** Comparisons that the search may make: enough for any two contents with 10,000 edits. */
  static final long MOST_STEPS = 100_000_000;

  static EditScript between(Lines before, Lines after) {
    return between(before, after, MOST_LINES, MOST_STEPS);
  }

  static EditScript between(Lines before, Lines after, int mostLines, long mostSteps) {
    int shorter = Math.min(before.count(), after.count());
    int head = 0;
    while (head < shorter && before.same(head, after, head)) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && before.same(before.count() - 1 - tail, after, after.count() - 1 - tail)) {
      tail++;
    }
    Range old = new Range(before, head, before.count() - tail);
    Range now = new Range(after, head, after.count() - tail);
    EditScript script = new EditScript(new BitSet(), new BitSet(), /* shortest= */ true);
    script.removed.set(old.from(), old.to());
    script.added.set(now.from(), now.to());
    if (old.size() == 0 || now.size() == 0) {
      return script;
    }
    if ((long) old.size() + now.size() > mostLines) {
      return new EditScript(script.removed, script.added, /* shortest= */ false);
    }
    LineNumbers numbers = LineNumbers.of(old, now);
    LineMatch match = new LineMatch(numbers.before(), numbers.after(), mostSteps);
    boolean shortest =
        match.search((i, j) -> {
          script.removed.clear(numbers.beforeLines()[i]);
          script.added.clear(numbers.afterLines()[j]);
        });
    return new EditScript(script.removed, script.added, shortest);
  }
}
