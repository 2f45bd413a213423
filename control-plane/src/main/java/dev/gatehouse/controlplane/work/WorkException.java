package dev.gatehouse.controlplane.work;

import java.time.Duration;

/** The gateway has no capacity for a piece of work now; the same call may be sent again. */
public final class WorkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;

  /** Why. */
  public enum Code {
    /** As much work waits as may, or the gateway is stopping. */
    OVERLOADED(Duration.ofSeconds(2)),
    /** The work was not done at its deadline, and was interrupted. */
    WORK_TIMED_OUT(Duration.ofSeconds(10));

    private final Duration retryAfter;

    Code(Duration retryAfter) {
      this.retryAfter = retryAfter;
    }
  }

  WorkException(Code code, String reason) {
    super(reason);
    this.code = code;
  }

  /** The stable code. */
  public Code code() {
    return code;
  }

  /** When the same call may succeed: whole seconds. */
  public Duration retryAfter() {
    return code.retryAfter;
  }

  /** The next legal step. */
  public String next() {
    return "send the same call again after %s seconds".formatted(retryAfter().toSeconds());
  }
}
