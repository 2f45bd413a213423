package dev.gatehouse.syscalls.run;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Lets clients wait, bounded, until a run's journal has grown to what they look for. */
public final class JournalSignal {
  /** A condition may also come true without a signal, as an expiry does. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();

  /** A run with nobody waiting. */
  public JournalSignal() {}

  void signal() {
    lock.lock();
    try {
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns when {@code condition} holds or {@code wait} is over, whichever is first; the result
   * says whether it holds.
   */
  public boolean await(Duration wait, BooleanSupplier condition) {
    long deadline = System.nanoTime() + wait.toNanos();
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        @SuppressWarnings("unused") // the loop asks the condition and the clock again
        long nanosLeft = grown.awaitNanos(Math.min(left, LOOK_AGAIN.toNanos()));
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
