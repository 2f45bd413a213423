package dev.gatehouse.policy.closure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Programs that start the command that their arguments are. */
final class Wrappers {
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
          "flock",
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
          "find",
          "watch",
          "retry",
          "poetry",
          "uv",
          "pipenv",
          "pdm",
          "hatch",
          "rye",
          "tox",
          "nox");

  /** Programs that are found among the arguments though options with values stand before them. */
  private static final Set<String> STARTED =
      Set.of("sh", "bash", "dash", "ash", "zsh", "ksh", "make", "gmake", "pytest", "py.test");

  private Wrappers() {}

  static boolean isOne(String name) {
    return NAMES.contains(name);
  }

  /**
   * The commands that the arguments may be. Options, and what may be their values, come first.
   *
   * @param isAssignment takes a variable that is set
   * @param isFile whether the base has such a file
   */
  static List<List<String>> started(
      List<String> arguments, Predicate<String> isAssignment, Predicate<String> isFile) {
    List<List<String>> started = new ArrayList<>();
    boolean isAfterOption = false;
    boolean isFirst = true;
    for (int at = 0; at < arguments.size(); at++) {
      String word = arguments.get(at);
      if (word.startsWith("-") || word.equals("run")) {
        isAfterOption = true;
        continue;
      }
      boolean isNumber = !word.isEmpty() && word.charAt(0) >= '0' && word.charAt(0) <= '9';
      if (isNumber || isAssignment.test(word)) {
        continue;
      }
      String name = word.substring(word.lastIndexOf('/') + 1);
      boolean isProgram = STARTED.contains(name) || name.startsWith("python");
      if (isFirst || isProgram || (isAfterOption && isFile.test(word))) {
        started.add(arguments.subList(at, arguments.size()));
      }
      if (isProgram || (isFirst && !isAfterOption && word.indexOf('/') >= 0)) {
        break;
      }
      isFirst = false;
    }
    return started;
  }
}
