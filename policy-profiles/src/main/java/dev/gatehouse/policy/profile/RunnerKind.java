package dev.gatehouse.policy.profile;

import dev.gatehouse.policy.closure.shell.ShellCommands;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What runs the tests of a step, and so how it is made to prove that it ran. */
public enum RunnerKind {
  /** pytest: the image's plug-in adds sentinels to its session and reports every test by its id. */
  PYTEST,
  /** Another runner, or none that is known: the step is judged by its exit code and its report. */
  UNLISTED;

  private static final Set<String> NAMES = Set.of("pytest", "py.test", "pytest-3");
  private static final Set<String> STARTERS =
      Set.of("exec", "env", "time", "nice", "command", "timeout", "setsid", "nohup");
  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash");
  private static final String INTERPRETER = "(python|pypy|coverage).*|.*[?].*";

  /**
   * What the words of a command say that it starts. A command that starts a runner in another way,
   * as make does, is known by the report that it brings back for the base.
   */
  public static RunnerKind of(CommandRequest command) {
    return switch (command) {
      case CommandRequest.Argv(List<String> argv) -> of(argv) ? PYTEST : UNLISTED;
      case CommandRequest.Shell(String script) -> of(script) ? PYTEST : UNLISTED;
    };
  }

  private static boolean of(String script) {
    return ShellCommands.of(script).stream().anyMatch(RunnerKind::of);
  }

  private static boolean of(List<String> words) {
    int program = 0;
    while (program < words.size() && goesBefore(words.get(program))) {
      program++;
    }
    if (program < words.size() && NAMES.contains(base(words.get(program)))) {
      return true;
    }
    if (program < words.size() && SHELLS.contains(base(words.get(program)))) {
      return text(words.subList(program + 1, words.size())).filter(RunnerKind::of).isPresent();
    }
    int module = words.indexOf("-m");
    return program < words.size()
        && base(words.get(program)).matches(INTERPRETER)
        && (words.contains("-mpytest")
            || (module >= 0
                && Optional.of(module + 1)
                    .filter(next -> next < words.size())
                    .map(words::get)
                    .filter(NAMES::contains)
                    .isPresent()));
  }

  /** The text that a shell is given after its options. */
  private static Optional<String> text(List<String> arguments) {
    boolean isText = false;
    boolean isValue = false;
    for (String word : arguments) {
      if (isValue) {
        isValue = false;
      } else if (word.startsWith("-")) {
        boolean areLetters = !word.startsWith("--");
        isText |= areLetters && word.indexOf('c') > 0;
        isValue = areLetters && (word.endsWith("o") || word.endsWith("O"));
      } else {
        return isText ? Optional.of(word) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Whether a program may come after that word: an assignment, a program that starts another. */
  private static boolean goesBefore(String word) {
    return word.matches("[A-Za-z_][A-Za-z0-9_]*=.*|-.*|[0-9.]+[smhd]?|!|if|then|else|do|while")
        || STARTERS.contains(base(word));
  }

  private static String base(String word) {
    return word.substring(word.lastIndexOf('/') + 1);
  }
}
