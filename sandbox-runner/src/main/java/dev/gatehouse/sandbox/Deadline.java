package dev.gatehouse.sandbox;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does something after a while, unless it was closed before. */
final class Deadline implements AutoCloseable {
  private final CountDownLatch off = new CountDownLatch(1);

  private Deadline() {}

  static Deadline after(Duration wait, Runnable action) {
    Deadline deadline = new Deadline();
    Thread.ofVirtual().name("deadline").start(() -> deadline.watch(wait, action));
    return deadline;
  }

  private void watch(Duration wait, Runnable action) {
    try {
      if (!off.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        action.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    off.countDown();
  }
}
