package dev.gatehouse.bench;

import java.time.Duration;

/** Time that passes between two measurements, as while an agent thinks. */
public final class Pause {
  private Pause() {}

  /** Waits as long. */
  public static void of(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
