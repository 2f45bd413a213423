package dev.gatehouse.syscalls.run;

import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Who may act on an open run now: a fencing token that grows with each worker, and a time that
 * every call extends. The fence is journalled; the time is not, so a restart grants the whole
 * duration again.
 */
public final class RunLease {
  private final InstantSource clock;
  private final Duration duration;
  private long fence;
  private Instant expiresAt;
  private int calls;

  RunLease(InstantSource clock, Duration duration, long fence) {
    this.clock = clock;
    this.duration = duration;
    this.fence = fence;
    this.expiresAt = clock.instant().plus(duration);
  }

  synchronized void take(long newFence) {
    fence = newFence;
    expiresAt = clock.instant().plus(duration);
  }

  synchronized long fence() {
    return fence;
  }

  synchronized Instant expiresAt() {
    return calls > 0 ? clock.instant().plus(duration) : expiresAt;
  }

  /** Whether nobody called for the lease's whole duration, and no call is going on. */
  synchronized boolean expired() {
    return calls == 0 && !clock.instant().isBefore(expiresAt);
  }

  /**
   * Does a call of the worker that holds the lease. However long it takes, the lease does not end
   * before it, and has its whole duration after it.
   *
   * @throws SyscallException LEASE_STALE, LEASE_EXPIRED
   */
  public <T> T during(long claimed, Supplier<T> call) {
    begin(claimed);
    try {
      return call.get();
    } finally {
      end();
    }
  }

  private synchronized void begin(long claimed) {
    check(claimed);
    calls++;
  }

  private synchronized void end() {
    calls--;
    expiresAt = clock.instant().plus(duration);
  }

  /**
   * Checks that {@code claimed} holds the lease.
   *
   * @throws SyscallException LEASE_STALE, LEASE_EXPIRED
   */
  public synchronized void check(long claimed) {
    if (claimed != fence) {
      throw new SyscallException(
          SyscallErrorCode.LEASE_STALE,
          "fencing token %s is not the run's; another worker has taken its lease"
              .formatted(claimed),
          "stop, or take the lease again with the agent's token");
    }
    if (expired()) {
      throw new SyscallException(
          SyscallErrorCode.LEASE_EXPIRED,
          "the run's lease ended at " + expiresAt,
          "open a new run; this one is being sealed as crashed");
    }
  }
}
