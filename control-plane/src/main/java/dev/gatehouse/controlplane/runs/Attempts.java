package dev.gatehouse.controlplane.runs;

import java.util.concurrent.TimeUnit;

/**
 * How often the opening of a run has failed, or an open run broke, and when it is tried again:
 * after a pause that doubles up to half a minute.
 */
public record Attempts(int made, long againAt) {
  private static final int MOST = 4;
  private static final int LONGEST_SECONDS = 30;

  /** The first attempt, made now. */
  public static Attempts first() {
    return after(1);
  }

  /** One more attempt, made now. */
  public Attempts again() {
    return after(made + 1);
  }

  private static Attempts after(int made) {
    long seconds = Math.min(LONGEST_SECONDS, 1L << Math.min(made - 1, 5));
    return new Attempts(made, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
  }

  /** Whether the next attempt may be made at {@code now}. */
  public boolean due(long now) {
    return now - againAt >= 0;
  }

  /** Whether a failure other than an outage may be tried again. */
  public boolean fewEnough() {
    return made < MOST;
  }
}
