package dev.gatehouse.cli.screen;

import java.io.Console;
import java.util.Optional;

/** The terminal that the process was started on, with a person before it. */
public final class Terminal {
  private Terminal() {}

  /** Empty where input or output goes elsewhere. */
  // Whether null is returned is a property of the JDK's console provider, not only of its version.
  @SuppressWarnings("SystemConsoleNull")
  public static Optional<Console> find() {
    Console console = System.console();
    return console != null && console.isTerminal() ? Optional.of(console) : Optional.empty();
  }
}
