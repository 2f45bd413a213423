package dev.gatehouse.evidence.folder;

/**
 * A run folder could not be written or forced (code {@value #CODE}). The folder takes nothing more
 * in this process: what was not acknowledged is decided by {@link OpenFolder#recover}.
 */
public final class FolderWriteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The stable code of this refusal. */
  public static final String CODE = "EVIDENCE_BROKEN";

  FolderWriteException(String message, Throwable cause) {
    super(message, cause);
  }
}
