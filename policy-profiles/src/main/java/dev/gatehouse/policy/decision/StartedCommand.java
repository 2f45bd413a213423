package dev.gatehouse.policy.decision;

import dev.gatehouse.policy.shell.CommandWord;
import java.util.List;
import java.util.SortedMap;

/** What a program starts because of its arguments. */
sealed interface StartedCommand {
  /**
   * A command.
   *
   * @param words the program's name and its arguments; not empty
   * @param assignments variables that are set for it
   */
  record Program(List<CommandWord> words, SortedMap<String, CommandWord> assignments)
      implements StartedCommand {}

  /** A string for a shell. */
  record ShellString(String script) implements StartedCommand {}
}
