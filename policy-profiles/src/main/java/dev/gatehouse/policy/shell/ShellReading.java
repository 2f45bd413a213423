package dev.gatehouse.policy.shell;

import java.util.List;

/** What was understood of a shell string. */
public sealed interface ShellReading {
  /** Every simple command that the string can start, in the order of the text. */
  record Commands(List<SimpleCommand> commands) implements ShellReading {}

  /**
   * A part that is not read, so that nothing of the string is.
   *
   * @param part the part
   * @param construct a stable name of the construct, such as {@code eval} or {@code function}
   * @param reason one sentence for a person
   * @param next what may be written instead
   */
  record Unreadable(TextSpan part, String construct, String reason, String next)
      implements ShellReading {}
}
