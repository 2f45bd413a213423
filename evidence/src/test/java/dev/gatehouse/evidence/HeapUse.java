package dev.gatehouse.evidence;

/** What this process holds in memory, for tests of what something may take. */
public final class HeapUse {
  private static final int MOST_COLLECTIONS = 10;
  private static final long FOUND_NO_MORE = 10_000;

  private HeapUse() {}

  /** Bytes that are held, after collections that find no more. */
  public static long bytes() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < MOST_COLLECTIONS; i++) {
      System.gc();
      long now = runtime.totalMemory() - runtime.freeMemory();
      if (now >= used - FOUND_NO_MORE) {
        return Math.min(now, used);
      }
      used = now;
    }
    return used;
  }
}
