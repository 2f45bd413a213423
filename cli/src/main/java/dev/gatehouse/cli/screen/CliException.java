package dev.gatehouse.cli.screen;

import org.jspecify.annotations.Nullable;

/** What was asked could not be done; the words for the person who asked. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String reason;
  private final String next;

  /**
   * A refusal.
   *
   * @param code stable, upper snake case
   * @param reason one sentence
   * @param next what the person may do
   */
  public CliException(String code, String reason, String next) {
    this(code, reason, next, null);
  }

  /** The same, with what caused it. */
  public CliException(String code, String reason, String next, @Nullable Throwable cause) {
    super(code + ": " + reason, cause);
    this.code = code;
    this.reason = reason;
    this.next = next;
  }

  /** The stable code. */
  public String code() {
    return code;
  }

  /** One sentence. */
  public String reason() {
    return reason;
  }

  /** What the person may do. */
  public String next() {
    return next;
  }
}
