package dev.gatehouse.evidence.error;

import org.jspecify.annotations.Nullable;

/** An operation that was refused or failed: a stable code, the reason and the next legal step. */
public abstract class GatehouseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ErrorCode code;
  private final String next;

  /**
   * An error without a cause.
   *
   * @param reason one sentence for a person; names no path of this machine where it reaches callers
   * @param next the next legal step, one sentence
   */
  protected GatehouseException(ErrorCode code, String reason, String next) {
    this(code, reason, next, /* cause= */ null);
  }

  /** An error with the failure that raised it. */
  protected GatehouseException(
      ErrorCode code, String reason, String next, @Nullable Throwable cause) {
    super(reason, cause);
    this.code = code;
    this.next = next;
  }

  /** The stable code. */
  public ErrorCode code() {
    return code;
  }

  /** One sentence for a person. */
  public final String reason() {
    return String.valueOf(getMessage());
  }

  /** The next legal step, one sentence. */
  public final String next() {
    return next;
  }
}
