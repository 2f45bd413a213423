package dev.gatehouse.policy.shell;

/**
 * A redirection of one simple command to or from a file. Duplicates of descriptors are left out.
 */
public record Redirection(Kind kind, CommandWord target) {
  /** What happens to the file. */
  public enum Kind {
    /** {@code <}, {@code <>} */
    READ,
    /** {@code >}, {@code >>}, {@code >|}, {@code &>}, {@code &>>} */
    WRITE
  }
}
