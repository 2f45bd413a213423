package dev.gatehouse.policy.shell.syntax;

/** Ends the reading of a string at a part that is not read. It never leaves the reader. */
public final class UnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final UnreadableConstruct construct;
  private final transient SourcePlace part;

  UnreadableException(UnreadableConstruct construct, SourcePlace part) {
    super(construct.id(), null, false, false);
    this.construct = construct;
    this.part = part;
  }

  public UnreadableConstruct construct() {
    return construct;
  }

  public SourcePlace part() {
    return part;
  }
}
