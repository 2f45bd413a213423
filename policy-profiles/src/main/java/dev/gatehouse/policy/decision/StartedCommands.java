package dev.gatehouse.policy.decision;

import dev.gatehouse.policy.profile.ValueType;
import dev.gatehouse.policy.shell.CommandWord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the arguments of a program that are a command which it starts. */
final class StartedCommands {
  /** What stands for a path that find found: it begins with one of the places that it searches. */
  private static final CommandWord FOUND = new CommandWord.Pattern("{}", "./");

  private StartedCommands() {}

  /** The command in the last words of a call, if there is one. */
  static Optional<StartedCommand> rest(ValueType type, List<CommandWord> words)
      throws MismatchException {
    return switch (type) {
      case COMMAND -> Optional.of(program(words, new TreeMap<>()));
      case ENVIRONMENT_COMMAND -> withEnvironment(words);
      case PARTIAL_COMMAND -> {
        List<CommandWord> more = new ArrayList<>(words);
        more.add(new CommandWord.Unknown("…", "", /* single= */ false));
        yield Optional.of(program(more, new TreeMap<>()));
      }
      case TEXT,
          NUMBER,
          PATH,
          SCRIPT_FILE,
          REVISION,
          REVISION_OR_PATH,
          GIT_OBJECT,
          FIND_OPERAND,
          PRINT_LINES,
          SHELL_STRING,
          FIND_COMMAND ->
          throw new IllegalArgumentException(type + " is not the end of a call");
    };
  }

  private static Optional<StartedCommand> withEnvironment(List<CommandWord> words)
      throws MismatchException {
    TreeMap<String, CommandWord> assignments = new TreeMap<>();
    int at = 0;
    for (; at < words.size() && words.get(at).text().indexOf('=') > 0; at++) {
      if (!(words.get(at) instanceof CommandWord.Literal(String text))) {
        throw new MismatchException("a variable is not known before the command runs");
      }
      int equals = text.indexOf('=');
      assignments.put(
          text.substring(0, equals), new CommandWord.Literal(text.substring(equals + 1)));
    }
    return at == words.size()
        ? Optional.empty()
        : Optional.of(program(words.subList(at, words.size()), assignments));
  }

  /**
   * The index of the word that ends a command of find: {@code ;}, or {@code +} behind {@code {}}.
   */
  static int findEnd(List<CommandWord> words, int from) throws MismatchException {
    for (int at = from; at < words.size(); at++) {
      if (words.get(at) instanceof CommandWord.Literal(String text)
          && (text.equals(";")
              || (text.equals("+") && at > from && words.get(at - 1).text().equals("{}")))) {
        return at;
      }
    }
    throw new MismatchException("the command of find does not end in ; or +");
  }

  /** A command of find. */
  static StartedCommand ofFind(List<CommandWord> words) throws MismatchException {
    return program(words.stream().map(StartedCommands::found).toList(), new TreeMap<>());
  }

  private static CommandWord found(CommandWord word) {
    int at = word.text().indexOf("{}");
    if (at < 0) {
      return word;
    }
    return word.text().length() == 2
        ? FOUND
        : new CommandWord.Unknown(word.text(), word.text().substring(0, at), /* single= */ true);
  }

  private static StartedCommand program(
      List<CommandWord> words, SortedMap<String, CommandWord> assignments)
      throws MismatchException {
    if (words.isEmpty() || !(words.getFirst() instanceof CommandWord.Literal)) {
      throw new MismatchException("the program that it starts is not named");
    }
    return new StartedCommand.Program(
        List.copyOf(words), Collections.unmodifiableSortedMap(assignments));
  }
}
