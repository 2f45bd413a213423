package dev.gatehouse.syscalls.run;

import dev.gatehouse.sandbox.CommandOutcome;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a cancellation go ahead of the calls of its run: the command that runs is stopped, and calls
 * that wait for it are refused. Thread-safe.
 */
public final class CancelSignal {
  private int cancellations;
  private @Nullable PreparedCommand running;

  CancelSignal() {}

  /**
   * Runs a command of the run; the caller has the run's lock.
   *
   * @param act runs {@code command}; it returns soon after {@link PreparedCommand#cancel}
   * @throws SyscallException RUN_NOT_OPEN where the command could not be run to its end because it
   *     was stopped
   */
  public CommandOutcome running(PreparedCommand command, Supplier<CommandOutcome> act) {
    boolean stop;
    synchronized (this) {
      running = command;
      stop = cancellations > 0;
    }
    if (stop) {
      command.cancel();
    }
    try {
      return act.get();
    } catch (SandboxException e) {
      requireNone();
      throw e;
    } finally {
      synchronized (this) {
        running = null;
      }
    }
  }

  /**
   * Returns if nobody cancels the run now.
   *
   * @throws SyscallException RUN_NOT_OPEN
   */
  public synchronized void requireNone() {
    if (cancellations > 0) {
      throw new SyscallException(
          SyscallErrorCode.RUN_NOT_OPEN, "the run is being cancelled", "read the run's state");
    }
  }

  /** Stops the command that runs, and lets no call begin while {@code cancel} is done. */
  <T> T during(Supplier<T> cancel) {
    PreparedCommand stopped;
    synchronized (this) {
      cancellations++;
      stopped = running;
    }
    try {
      if (stopped != null) {
        stopped.cancel();
      }
      return cancel.get();
    } finally {
      synchronized (this) {
        cancellations--;
      }
    }
  }
}
