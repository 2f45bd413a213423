package dev.gatehouse.policy.closure;

import dev.gatehouse.policy.closure.NamedPaths.Because;
import java.util.List;

/** Variables that name files which programs read, or start, without being told to. */
final class Environment {
  private final Programs programs;
  private final Scripts scripts;
  private final MakeReader make;

  Environment(Programs programs, Scripts scripts, MakeReader make) {
    this.programs = programs;
    this.scripts = scripts;
    this.make = make;
  }

  /** Follows what a variable names. */
  void variable(String name, String value, Shell shell, Because outer) {
    Because because = outer.says(name + "=" + value);
    switch (name) {
      case "BASH_ENV", "ENV" -> scripts.read(value, List.of(), shell, because);
      case "MAKEFILES" -> make.always(words(value), shell, because);
      case "PATH" -> programs.searched(value, shell, because);
      case "PYTHONPATH" -> programs.importing(value, shell, because);
      case "PYTEST_ADDOPTS" -> programs.pytest().options(Options.split(value), shell, because);
      case "PYTEST_PLUGINS" ->
          programs.plugins().take(value, programs.plugins().directories(shell), because);
      case "COVERAGE_RCFILE", "COVERAGE_PROCESS_START" -> programs.settings(value, shell, because);
      default -> {
        // Any other variable names no file by itself.
      }
    }
  }

  private static List<String> words(String value) {
    return List.of(value.strip().split(" +"));
  }
}
