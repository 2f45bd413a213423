package dev.gatehouse.evidence.journal;

/**
 * A journal could not be written or forced. It takes no more lines; only recovery opens it anew.
 */
public final class JournalWriteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JournalWriteException(String message, Throwable cause) {
    super(message, cause);
  }
}
