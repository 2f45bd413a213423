package dev.gatehouse.syscalls;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serializes the writes and commands of one run, in the order in which they came; none begins after
 * the run broke or was retired.
 */
final class RunExclusion {
  private final ReentrantLock lock = new ReentrantLock(/* fair= */ true);
  private volatile boolean broken;
  private volatile boolean retired;

  /**
   * Runs {@code act} alone.
   *
   * @throws SyscallRefused RUN_BUSY after {@code patience}, EVIDENCE_BROKEN, RUN_OPENING
   */
  <T> T run(Duration patience, Supplier<T> act) {
    try {
      if (!lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new SyscallRefused(
            RefusalCode.RUN_BUSY,
            "another call of the run is still going on",
            "call again with the same key, or wait longer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyscallRefused(
          RefusalCode.RUN_BUSY, "the wait was interrupted", "call again with the same key");
    }
    try {
      if (retired) {
        throw UnopenedRun.opening();
      }
      if (broken) {
        throw refusal(null);
      }
      return act.get();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the run's evidence or workspace could not be written. */
  boolean broken() {
    return broken;
  }

  /** Breaks the run: its evidence or workspace could not be written. */
  SyscallRefused broke(RuntimeException cause) {
    broken = true;
    return refusal(cause);
  }

  /** Does {@code act} once, when no change is going on; none comes after it. */
  void retire(Runnable act) {
    lock.lock();
    try {
      if (!retired) {
        retired = true;
        act.run();
      }
    } finally {
      lock.unlock();
    }
  }

  private static SyscallRefused refusal(@Nullable RuntimeException cause) {
    SyscallRefused refused =
        new SyscallRefused(
            RefusalCode.EVIDENCE_BROKEN,
            "the run's evidence or workspace could not be written"
                + (cause == null ? "" : ": " + cause.getMessage()),
            "an operator looks at the disk and reconciles; the run goes on then");
    if (cause != null) {
      refused.initCause(cause);
    }
    return refused;
  }
}
