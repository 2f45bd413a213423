package dev.gatehouse.controlplane.database;

/** The database cannot be used: code {@code DATABASE_UNAVAILABLE}. */
public final class DatabaseUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The stable code. */
  public static final String CODE = "DATABASE_UNAVAILABLE";

  /** What to do next. */
  private final String next;

  /** A refusal with its cause and the next step. */
  public DatabaseUnavailableException(String message, String next) {
    super(message);
    this.next = next;
  }

  /** A refusal with its cause, the next step and what raised it. */
  public DatabaseUnavailableException(String message, String next, Throwable cause) {
    super(message, cause);
    this.next = next;
  }

  /** What to do next, one sentence. */
  public String next() {
    return next;
  }
}
