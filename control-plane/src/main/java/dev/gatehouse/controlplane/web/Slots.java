package dev.gatehouse.controlplane.web;

import dev.gatehouse.controlplane.web.ApiRefused.Code;
import java.util.concurrent.Semaphore;

/**
 * How many calls may be in progress at once, out of a bounded pool of threads. What is left over
 * writes refusals, which takes no time, so that a health probe always finds a thread.
 */
final class Slots {
  private static final int FEWEST_THREADS = 32;
  private static final int HEALTH = 8;

  private final Semaphore calls;
  private final Semaphore waiting;
  private final Semaphore health = new Semaphore(HEALTH);

  /**
   * Slots of a pool.
   *
   * @param threads the pool's size: three quarters of it are for calls, half of it for those that
   *     may wait
   */
  Slots(int threads) {
    if (threads < FEWEST_THREADS) {
      throw new IllegalArgumentException(
          "gatehouse.threads is at least %s, not %s".formatted(FEWEST_THREADS, threads));
    }
    this.calls = new Semaphore(threads * 3 / 4);
    this.waiting = new Semaphore(threads / 2);
  }

  /** A slot for a probe of the health. */
  Slot health() {
    return take(health, "as many health probes are in progress as the gateway takes");
  }

  /** A slot for any other call. */
  Slot call() {
    return take(calls, "as many calls are in progress as the gateway takes");
  }

  /** A slot for a call that may wait, besides that of every call. */
  Slot waiting() {
    return take(waiting, "as many calls wait as the gateway takes");
  }

  private static Slot take(Semaphore slots, String full) {
    if (!slots.tryAcquire()) {
      throw new ApiRefused(Code.OVERLOADED, full, "send the same call again after Retry-After");
    }
    return slots::release;
  }

  /** A slot that was taken. Given back once. */
  interface Slot extends AutoCloseable {
    @Override
    void close();
  }
}
