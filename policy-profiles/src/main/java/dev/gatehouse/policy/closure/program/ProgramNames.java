package dev.gatehouse.policy.closure.program;

import dev.gatehouse.policy.closure.base.FileNames;
import dev.gatehouse.policy.closure.shell.ShellText;
import java.util.Set;

/** What is known of a program by its name, or of a script by its first line. */
public final class ProgramNames {
  private static final Set<String> RUNNERS =
      Set.of("perl", "ruby", "node", "nodejs", "php", "lua", "tclsh", "Rscript", "deno", "bun");
  private static final Set<String> FILTERS = Set.of("awk", "gawk", "mawk", "sed");
  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "zsh", "ksh");

  private ProgramNames() {}

  /** Whether it is a shell. */
  public static boolean isShell(String name) {
    return SHELLS.contains(name);
  }

  /** Whether it runs what its arguments name, or reads commands from a file. */
  public static boolean isOne(String name) {
    return isInterpreter(name)
        || isFilter(name)
        || name.equals("make")
        || name.equals("gmake")
        || isVersionOf(name, "coverage")
        || isPytest(name);
  }

  /** Whether it runs a script that its arguments or its input give. */
  static boolean isInterpreter(String name) {
    return isShell(name) || isPython(name) || RUNNERS.contains(name);
  }

  /** Whether a name is that of a program, or with the number of a version behind it. */
  public static boolean isVersionOf(String name, String program) {
    return name.startsWith(program)
        && name.substring(program.length()).chars().allMatch(c -> "-.0123456789".indexOf(c) >= 0);
  }

  public static boolean isPython(String name) {
    return name.startsWith("python") || name.startsWith("pypy");
  }

  /** Whether it is an interpreter other than a shell and Python. */
  public static boolean isRunner(String name) {
    return RUNNERS.contains(name);
  }

  /** Whether it reads a program for its input from a file. */
  public static boolean isFilter(String name) {
    return FILTERS.contains(name);
  }

  /** Whether it is pytest. */
  public static boolean isPytest(String name) {
    return isVersionOf(name, "pytest") || isVersionOf(name, "py.test");
  }

  /** Whether a word may be options as well: nothing of it is known. */
  public static boolean isOptions(String word) {
    return word.length() == 1 && word.charAt(0) == ShellText.UNKNOWN;
  }

  /** Whether a shell reads the file when it is started: by its first line, or for want of one. */
  public static boolean isShellScript(String text) {
    return text.startsWith("#!") ? isReadBy(SHELLS, text) : text.indexOf('\0') < 0;
  }

  /** Whether make reads the file when it is started. */
  public static boolean isMakefile(String text) {
    return text.startsWith("#!") && isReadBy(Set.of("make", "gmake"), text);
  }

  private static boolean isReadBy(Set<String> programs, String text) {
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end);
    for (String word : line.substring(2).strip().split("[ \t]+")) {
      if (programs.contains(FileNames.name(word))) {
        return true;
      }
    }
    return false;
  }
}
