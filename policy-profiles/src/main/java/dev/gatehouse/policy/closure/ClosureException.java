package dev.gatehouse.policy.closure;

/** A base whose closure is larger than a run may have; there is no smaller one. */
public final class ClosureException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ClosureException(String message) {
    super(message);
  }
}
