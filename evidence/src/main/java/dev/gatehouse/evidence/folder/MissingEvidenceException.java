package dev.gatehouse.evidence.folder;

/** A run folder lacks a file that it must have, or a file does not hold what its name says. */
public final class MissingEvidenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MissingEvidenceException(String message) {
    super(message);
  }
}
