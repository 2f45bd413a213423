package dev.gatehouse.evidence.keys;

/** Keys or a trust file that Gatehouse does not use, with what to do about it. */
public final class KeysRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeysRefused(String message) {
    super(message);
  }

  KeysRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
