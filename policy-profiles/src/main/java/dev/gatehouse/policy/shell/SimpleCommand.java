package dev.gatehouse.policy.shell;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * One command that a shell string can start.
 *
 * @param words the program's name, always a {@link CommandWord.Literal}, and its arguments; empty
 *     where there are assignments or redirections alone
 * @param assignments variables that are set for this command or, where there are no words, in the
 *     shell; by name
 * @param redirections files that it reads and writes through redirections, in order
 * @param directories the directories in which it can start: absolute paths in the sandbox, in the
 *     workspace or in {@code /tmp}; several where a {@code cd} before it may have failed
 * @param place where it stands in the shell string
 */
public record SimpleCommand(
    List<CommandWord> words,
    SortedMap<String, CommandWord> assignments,
    List<Redirection> redirections,
    SortedSet<String> directories,
    TextSpan place) {}
