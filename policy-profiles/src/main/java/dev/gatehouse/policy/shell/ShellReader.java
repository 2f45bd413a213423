package dev.gatehouse.policy.shell;

import dev.gatehouse.policy.shell.syntax.CommandParser;
import dev.gatehouse.policy.shell.syntax.UnreadableConstruct;
import dev.gatehouse.policy.shell.syntax.UnreadableException;

/** Reads a string for bash into the simple commands that it can start. */
public final class ShellReader {
  private ShellReader() {}

  /**
   * Reads a shell string.
   *
   * @param script what {@code bash -c} gets
   * @param directory the absolute path in the sandbox at which it starts
   */
  public static ShellReading read(String script, String directory) {
    try {
      return new ScriptEvaluation(script).commands(CommandParser.parse(script), directory);
    } catch (UnreadableException e) {
      UnreadableConstruct construct = e.construct();
      return new ShellReading.Unreadable(
          new TextSpan(e.part().start(), e.part().end()),
          construct.id(),
          construct.reason(),
          construct.next());
    }
  }
}
