package dev.gatehouse.cli.replay;

import dev.gatehouse.cli.screen.CliException;
import java.time.Duration;

/** How a worker waits. */
@FunctionalInterface
public interface Sleeper {
  /** Returns after {@code time}. */
  void pause(Duration time);

  /** Sleeps. */
  static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("INTERRUPTED", "interrupted while waiting", "start again", e);
    }
  }
}
