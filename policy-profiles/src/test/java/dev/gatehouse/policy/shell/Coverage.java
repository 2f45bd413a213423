package dev.gatehouse.policy.shell;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.policy.shell.CommandWord.Literal;
import dev.gatehouse.policy.shell.CommandWord.Pattern;
import dev.gatehouse.policy.shell.CommandWord.Unknown;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether what was read of a string covers what bash did with it. */
final class Coverage {
  private static final Set<String> EXPORTING = Set.of("export", "declare", "local", "typeset");

  private final List<SimpleCommand> listed;
  private final Path directory;

  /**
   * @param listed what the reader listed
   * @param directory in which the string starts
   */
  Coverage(List<SimpleCommand> listed, Path directory) {
    this.listed = listed;
    this.directory = directory;
  }

  /** The first command that bash started or file that it made that is not listed. */
  Optional<String> missed(BashOracle.Effects effects) {
    for (BashOracle.Started started : effects.started()) {
      if (listed.stream().noneMatch(command -> covers(command, started))) {
        return Optional.of("it starts " + started);
      }
      for (Map.Entry<String, String> variable : started.exported().entrySet()) {
        if (listed.stream().noneMatch(command -> sets(command, variable))) {
          return Optional.of("it exports " + variable + " to " + started);
        }
      }
    }
    for (String file : effects.files()) {
      if (listed.stream()
          .flatMap(command -> command.redirections().stream())
          .noneMatch(redirection -> covers(redirection, file))) {
        return Optional.of("it writes " + file);
      }
    }
    return Optional.empty();
  }

  private static boolean covers(SimpleCommand command, BashOracle.Started started) {
    return (started.directory().isEmpty() || command.directories().contains(started.directory()))
        && covers(command.words(), 0, started, 0);
  }

  /** Whether a command sets a variable, or may do so by its arguments. */
  private static boolean sets(SimpleCommand command, Map.Entry<String, String> variable) {
    return switch (command.assignments().get(variable.getKey())) {
      case Literal(String text) -> bytes(text).startsWith(variable.getValue());
      case Pattern(String text, String prefix) -> true;
      case Unknown(String text, String prefix, boolean single) -> true;
      case null ->
          command.words().stream()
              .anyMatch(word ->
                  word.text().startsWith(variable.getKey())
                      && EXPORTING.contains(command.words().getFirst().text()));
    };
  }

  /** Whether the words from {@code i} on can become what was started from {@code j} on. */
  private static boolean covers(List<CommandWord> words, int i, BashOracle.Started started, int j) {
    List<String> got = started.words();
    if (i == words.size()) {
      return j == got.size() && started.left() == 0;
    }
    if (j == got.size()) {
      // What is left out of a long record is not compared.
      return started.left() > 0 || words.stream().skip(i).allMatch(Coverage::mayBeNone);
    }
    return switch (words.get(i)) {
      case Literal(String text) ->
          same(text, got.get(j), started.cut()) && covers(words, i + 1, started, j + 1);
      case Pattern(String text, String prefix) -> several(words, i, started, j, prefix);
      case Unknown(String text, String prefix, boolean single) when single ->
          begins(prefix, got.get(j), started.cut()) && covers(words, i + 1, started, j + 1);
      case Unknown(String text, String prefix, boolean single) ->
          (prefix.isEmpty() && covers(words, i + 1, started, j))
              || (begins(prefix, got.get(j), started.cut()) && several(words, i, started, j, ""));
    };
  }

  private static boolean several(
      List<CommandWord> words, int i, BashOracle.Started started, int j, String prefix) {
    for (int end = j; end < started.words().size(); end++) {
      if (!begins(prefix, started.words().get(end), started.cut())) {
        return false;
      }
      if (covers(words, i + 1, started, end + 1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayBeNone(CommandWord word) {
    return word instanceof Unknown unknown && !unknown.single() && unknown.prefix().isEmpty();
  }

  private boolean covers(Redirection redirection, String file) {
    if (redirection.kind() != Redirection.Kind.WRITE) {
      return false;
    }
    return switch (redirection.target()) {
      case Literal(String text) ->
          directory.resolve(text).normalize().equals(directory.resolve(file));
      case Pattern(String text, String prefix) -> file.startsWith(relative(prefix));
      case Unknown(String text, String prefix, boolean single) -> file.startsWith(relative(prefix));
    };
  }

  private static String relative(String prefix) {
    return prefix.startsWith("./") ? prefix.substring(2) : prefix;
  }

  private static boolean same(String text, String got, int cut) {
    String bytes = bytes(text);
    return cut == 0
        ? bytes.equals(got)
        : bytes.substring(0, Math.min(cut, bytes.length())).equals(got);
  }

  private static boolean begins(String prefix, String got, int cut) {
    String bytes = bytes(prefix);
    return got.startsWith(cut == 0 ? bytes : bytes.substring(0, Math.min(cut, bytes.length())));
  }

  private static String bytes(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }
}
