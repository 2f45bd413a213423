package dev.gatehouse.policy.shell;

/** Ends the reading of a string at a part that is not read. It never leaves this package. */
final class UnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final UnreadableConstruct construct;
  private final transient TextSpan part;

  UnreadableException(UnreadableConstruct construct, TextSpan part) {
    super(construct.id(), null, false, false);
    this.construct = construct;
    this.part = part;
  }

  ShellReading.Unreadable reading() {
    return construct.reading(part);
  }
}
