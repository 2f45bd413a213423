package dev.gatehouse.controlplane.reconciliation;

/** A rebuild would replace rows, and that was not asked for: code {@code DATABASE_NOT_EMPTY}. */
public final class RebuildException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The stable code. */
  public static final String CODE = "DATABASE_NOT_EMPTY";

  RebuildException(long runs) {
    super("the database has rows of " + runs + " runs");
  }
}
