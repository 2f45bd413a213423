package dev.gatehouse.policy.decision;

/** A reason to leave a call to other rules; never leaves the reading of its arguments. */
final class MismatchException extends Exception {
  private static final long serialVersionUID = 1L;

  MismatchException(String message) {
    super(message, null, false, false);
  }
}
