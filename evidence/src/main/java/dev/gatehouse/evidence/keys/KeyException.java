package dev.gatehouse.evidence.keys;

/** Keys or a trust file that Gatehouse does not use, with what to do about it. */
public final class KeyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeyException(String message) {
    super(message);
  }

  KeyException(String message, Throwable cause) {
    super(message, cause);
  }
}
