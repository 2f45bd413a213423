package dev.gatehouse.controlplane.diff;

import java.util.Arrays;

/** Showing a change: whatever the contents are, what is shown is one of them only. */
public final class DiffFuzzTarget {
  private DiffFuzzTarget() {}

  /**
   * Shows the change from the first part of {@code data} to the second, divided at its first byte,
   * and demands that both contents can be read back from the rows where one hunk has all of them.
   */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    int middle = 1 + (data[0] & 0xFF) * (data.length - 1) / 0xFF;
    byte[] before = Arrays.copyOfRange(data, 1, middle);
    byte[] after = Arrays.copyOfRange(data, middle, data.length);
    boolean binary = false;
    for (UnifiedDiff diff :
        new UnifiedDiff[] {UnifiedDiff.ofText(before, after), UnifiedDiff.ofBytes(before, after)}) {
      DiffPart part = new DiffPart(1);
      diff.rows(part);
      String rows = part.text();
      boolean whole =
          part.parts() == 1 && rows.lines().filter(r -> r.startsWith("@@")).count() == 1;
      if (!Arrays.equals(before, after) && rows.isEmpty()) {
        throw new AssertionError("contents that differ are shown as the same");
      }
      if (whole && startsAtOnce(rows)) {
        requireReadable(rows, before, after, binary);
      }
      binary = true;
    }
  }

  /**
   * Whether the hunk begins with the first line, so that nothing before it is left out. Of a line
   * that takes many rows, the first rows may be left out as well.
   */
  private static boolean startsAtOnce(String rows) {
    return (rows.startsWith("@@ -1,") || rows.startsWith("@@ -0,0"))
        && !rows.contains("<continued>");
  }

  private static void requireReadable(String rows, byte[] before, byte[] after, boolean binary) {
    byte[] shownBefore = Patch.side(rows, '-', binary);
    byte[] shownAfter = Patch.side(rows, '+', binary);
    if (!isStartOf(before, shownBefore) || !isStartOf(after, shownAfter)) {
      throw new AssertionError("what is shown is another content:\n" + rows);
    }
  }

  private static boolean isStartOf(byte[] content, byte[] shown) {
    return shown.length <= content.length
        && Arrays.equals(content, 0, shown.length, shown, 0, shown.length);
  }
}
