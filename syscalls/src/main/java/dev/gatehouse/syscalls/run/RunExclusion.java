package dev.gatehouse.syscalls.run;

import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Serializes the writes and commands of one run, in the order in which they came; none begins after
 * the run broke or was retired.
 */
public final class RunExclusion {
  private final ReentrantLock lock = new ReentrantLock(/* fair= */ true);
  private final BooleanSupplier folderIsWhole;
  private volatile boolean broken;
  private volatile boolean retired;
  private final CancelSignal cancelSignal = new CancelSignal();

  RunExclusion(BooleanSupplier folderIsWhole) {
    this.folderIsWhole = folderIsWhole;
  }

  /**
   * Runs {@code act} alone.
   *
   * @throws SyscallException RUN_BUSY after {@code patience}, EVIDENCE_BROKEN
   */
  <T> T run(Duration patience, Supplier<T> act) {
    try {
      if (!lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new SyscallException(
            SyscallErrorCode.RUN_BUSY,
            "another call of the run is still going on",
            "call again with the same key, or wait longer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyscallException(
          SyscallErrorCode.RUN_BUSY, "the wait was interrupted", "call again with the same key");
    }
    try {
      requireWhole();
      return act.get();
    } finally {
      lock.unlock();
    }
  }

  /** How a cancellation goes ahead of calls. */
  public CancelSignal cancelSignal() {
    return cancelSignal;
  }

  /** Whether the run's evidence or workspace could not be written. */
  boolean broken() {
    return broken || !folderIsWhole.getAsBoolean();
  }

  /**
   * Returns if they could be written so far.
   *
   * @throws SyscallException EVIDENCE_BROKEN
   */
  public void requireWhole() {
    if (retired || broken()) {
      throw SyscallException.evidenceBroken(null);
    }
  }

  /** Breaks the run: its evidence or workspace could not be written. */
  SyscallException broke(RuntimeException cause) {
    broken = true;
    return SyscallException.evidenceBroken(cause);
  }

  /**
   * Does {@code act} once, if no change is going on; none comes after it.
   *
   * @return whether it was done
   */
  boolean retire(Runnable act) {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      boolean first = !retired;
      if (first) {
        retired = true;
        act.run();
      }
      return first;
    } finally {
      lock.unlock();
    }
  }
}
