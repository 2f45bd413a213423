package dev.gatehouse.policy.closure.command;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.policy.closure.base.FileNames;
import dev.gatehouse.policy.closure.base.NamedPaths;
import dev.gatehouse.policy.closure.base.Provenance;
import dev.gatehouse.policy.closure.program.Inputs;
import dev.gatehouse.policy.closure.program.ProgramNames;
import dev.gatehouse.policy.closure.program.Readers;
import dev.gatehouse.policy.closure.shell.Shell;
import dev.gatehouse.policy.closure.shell.ShellText;
import dev.gatehouse.policy.path.SandboxView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Programs that may start what their arguments are: those that are known to do so, and all of which
 * nothing is known.
 */
final class Wrappers {
  /** Those whose first argument is a command, also where the base has no such file. */
  private static final Set<String> NAMES =
      Set.of(
          "env",
          "nice",
          "timeout",
          "xargs",
          "sudo",
          "doas",
          "stdbuf",
          "ionice",
          "chronic",
          "busybox",
          "unbuffer",
          "strace",
          "ltrace",
          "valgrind",
          "setarch",
          "unshare",
          "fakeroot",
          "xvfb-run",
          "dbus-run-session",
          "parallel",
          "watch",
          "retry",
          "poetry",
          "uv",
          "pipenv",
          "pdm",
          "hatch",
          "rye",
          "taskset",
          "prlimit",
          "setpriv",
          "chrt",
          "script",
          "su",
          "runuser");

  /** Commands of the shell that are found where a command begins. */
  private static final Set<String> BUILTINS =
      Set.of(
          ".", "source", "eval", "cd", "pushd", "exec", "command", "time", "nohup", "builtin",
          "setsid");

  private static final Set<String> EXECUTES = Set.of("-exec", "-execdir", "-ok", "-okdir");

  private final NamedPaths named;
  private final CommandReader commands;

  Wrappers(NamedPaths named, CommandReader commands) {
    this.named = named;
    this.commands = commands;
  }

  /** Follows what a program may start. */
  void follow(String name, List<String> arguments, Shell shell, Provenance because) {
    switch (name) {
      case "find" -> find(arguments, shell, because);
      case "run-parts" -> {
        for (String word : arguments) {
          below(word, shell, because);
        }
      }
      default -> {
        boolean isWrapper = NAMES.contains(name);
        scan(arguments, shell, because, isWrapper, /* takesFiles= */ true);
        if (name.equals("xargs") || name.equals("parallel")) {
          named.computed(because, "what %s reads".formatted(name));
        }
      }
    }
  }

  /** Follows what a function of the shell is given: its text says what becomes of it. */
  void given(List<String> arguments, Shell shell, Provenance because) {
    scan(arguments, shell, because, /* isWrapper= */ true, /* takesFiles= */ false);
  }

  /**
   * Looks for commands among the arguments. Options, and what may be their values, come first.
   *
   * @param isWrapper whether the first that is not an option is a command
   * @param takesFiles whether each file of the base counts as started
   */
  private void scan(
      List<String> arguments,
      Shell shell,
      Provenance because,
      boolean isWrapper,
      boolean takesFiles) {
    boolean isAfterOption = false;
    boolean isFirst = true;
    for (int at = 0; at < arguments.size(); at++) {
      String word = arguments.get(at);
      List<String> rest = arguments.subList(at + 1, arguments.size());
      if (word.equals("<")) {
        at++;
      } else if (takesFiles && isText(word)) {
        commands.shell(text(word), shell.copy(), because);
      } else if (word.startsWith("-") || word.equals("run") || word.equals(":::")) {
        if (takesFiles && word.indexOf('=') > 0) {
          file(word.substring(word.indexOf('=') + 1), rest, shell, because);
        }
        isAfterOption = true;
      } else if (commands.assigns(word, shell, because) || isNumber(word)) {
        isAfterOption |= isFirst;
      } else {
        String name = FileNames.name(word);
        boolean isCommand =
            isFirst && (BUILTINS.contains(word) || shell.functions().contains(word));
        if (isCommand || ProgramNames.isOne(name)) {
          commands.command(arguments.subList(at, arguments.size()), shell, because);
          if (!arguments.contains(":::")) {
            return;
          }
        } else if ((isFirst || isAfterOption)
            && Readers.isOneInside(name)
            && !isBeforeCommand(rest, isAfterOption)) {
          commands.options().follow(name, rest, shell, because);
          return;
        } else if (isWrapper && isFirst && (word.indexOf('/') >= 0 || !Shell.isKnown(word))) {
          commands.scripts().start(word, rest, shell, because);
        } else if (takesFiles || isAfterOption) {
          file(word, rest, shell, because);
        }
        isFirst = false;
        isAfterOption = false;
      }
    }
  }

  /** Whether a command follows: the word before is then the value of an option, or a name. */
  private static boolean isBeforeCommand(List<String> rest, boolean isAfterOption) {
    String next =
        rest.stream()
            .filter(word -> !word.startsWith("-") && !isNumber(word))
            .findFirst()
            .orElse("");
    return ProgramNames.isOne(FileNames.name(next))
        || (isAfterOption && (next.startsWith("./") || next.endsWith(".sh")));
  }

  private static boolean isNumber(String word) {
    return !word.isEmpty()
        && word.charAt(0) >= '0'
        && word.charAt(0) <= '9'
        && word.indexOf('/') < 0
        && word.indexOf('.') < 0;
  }

  /** Whether it may be the text of a command. */
  private static boolean isText(String word) {
    return word.strip().indexOf(' ') > 0 || word.strip().indexOf('\n') > 0;
  }

  /** Without the option that it is a value of. */
  private static String text(String word) {
    if (word.startsWith("--")) {
      return word.substring(word.indexOf('=') + 1);
    }
    return word.startsWith("-") && word.length() > 1 ? word.substring(2) : word;
  }

  private void file(String word, List<String> rest, Shell shell, Provenance because) {
    if (!Shell.isKnown(word)) {
      named.computed(because, word);
    }
    boolean isPattern = word.indexOf(ShellText.GLOB) >= 0;
    if (isPattern || word.endsWith(".sh") || commands.scripts().isThere(word, shell)) {
      commands.scripts().given(word, rest, shell, because);
    }
  }

  /** The command that find runs for what it finds. */
  private void find(List<String> arguments, Shell shell, Provenance because) {
    for (int at = 0; at < arguments.size(); at++) {
      if (EXECUTES.contains(arguments.get(at))) {
        List<String> started = arguments.subList(at + 1, arguments.size());
        if (startsWhatItIsGiven(started)) {
          found(arguments, shell, because);
        }
        scan(started, shell, because, /* isWrapper= */ true, /* takesFiles= */ true);
      }
    }
  }

  private static boolean startsWhatItIsGiven(List<String> command) {
    if (command.isEmpty() || command.getFirst().equals("{}")) {
      return !command.isEmpty();
    }
    String program = command.getFirst();
    Optional<String> first =
        command.stream().skip(1).filter(word -> !word.startsWith("-")).findFirst();
    return ProgramNames.isOne(FileNames.name(program))
        && first.filter(word -> word.equals("{}") || Inputs.startsArguments(word)).isPresent();
  }

  /** Takes all that a search may find: it begins in the directories that come first. */
  void found(List<String> arguments, Shell shell, Provenance because) {
    boolean isFirst = true;
    for (String word : arguments) {
      boolean isOption = word.startsWith("-");
      if ((isOption && !isFirst) || word.equals("!")) {
        return;
      }
      if (!isOption) {
        isFirst = false;
        file(word, List.of(), shell, because);
        below(word, shell, because);
      }
    }
  }

  private void below(String word, Shell shell, Provenance because) {
    named.computed(because, "what is found in " + word);
    for (String likely : shell.likely(word)) {
      for (String directory : shell.directories()) {
        named
            .place(directory, likely)
            .filter(place -> !place.latin1().isEmpty())
            .filter(named.base()::isDirectory)
            .ifPresent(place -> below(place, shell, because));
      }
    }
  }

  private void below(TreePath place, Shell shell, Provenance because) {
    named.name("", place.latin1(), Reach.BELOW, because);
    for (TreePath file : named.base().below(place).keySet()) {
      named.count(0);
      commands.scripts().given(SandboxView.absolute(file.latin1()), List.of(), shell, because);
    }
  }
}
