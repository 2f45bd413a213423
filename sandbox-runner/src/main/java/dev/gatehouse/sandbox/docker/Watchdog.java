package dev.gatehouse.sandbox.docker;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Does something after a while, unless it was closed before. One thread watches all of them; what
 * is due is done in a thread of its own, so that none that takes long delays another.
 */
final class Watchdog implements AutoCloseable {
  private static final ScheduledThreadPoolExecutor CLOCK = clock();

  private final ScheduledFuture<?> due;

  private Watchdog(ScheduledFuture<?> due) {
    this.due = due;
  }

  static Watchdog after(Duration wait, Runnable action) {
    return new Watchdog(
        CLOCK.schedule(
            () -> {
              Thread.ofPlatform().name("deadline").daemon(true).start(action);
            },
            wait.toNanos(),
            TimeUnit.NANOSECONDS));
  }

  @Override
  public void close() {
    due.cancel(/* mayInterruptIfRunning= */ false);
  }

  private static ScheduledThreadPoolExecutor clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("deadlines").daemon(true).factory());
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }
}
