package dev.gatehouse.policy.closure.command;

import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.policy.closure.base.NamedPaths;
import dev.gatehouse.policy.closure.base.Provenance;
import dev.gatehouse.policy.closure.program.Options;
import dev.gatehouse.policy.closure.shell.Shell;
import dev.gatehouse.policy.closure.shell.ShellText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Variables that name files which programs read, or start, without an argument. */
public final class Environment {
  /** What the values of variables are. */
  private static final Map<String, Kind> KINDS =
      table(
          Map.ofEntries(
              Map.entry(Kind.SCRIPT, "BASH_ENV ENV"),
              Map.entry(
                  Kind.FILES,
                  "BUNDLE_GEMFILE CLASSPATH COVERAGE_PROCESS_START COVERAGE_RCFILE GIT_CONFIG"
                      + " GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM LD_AUDIT LD_PRELOAD"
                      + " NPM_CONFIG_GLOBALCONFIG NPM_CONFIG_USERCONFIG PHPRC PIP_CONFIG_FILE"
                      + " PYTHONSTARTUP R_ENVIRON R_ENVIRON_USER R_PROFILE R_PROFILE_USER"
                      + " TOX_CONFIG_FILE"),
              Map.entry(
                  Kind.COMMAND,
                  "CONFIG_SHELL GIT_ASKPASS GIT_EDITOR GIT_EXTERNAL_DIFF GIT_PAGER"
                      + " GIT_PROXY_COMMAND GIT_SEQUENCE_EDITOR GIT_SSH GIT_SSH_COMMAND"
                      + " PROMPT_COMMAND RUSTC RUSTC_WORKSPACE_WRAPPER RUSTC_WRAPPER RUSTDOC"
                      + " SSH_ASKPASS"),
              Map.entry(
                  Kind.DIRECTORIES,
                  "GIT_EXEC_PATH PATH PHP_INI_SCAN_DIR PYTHONHOME PYTHONUSERBASE"),
              Map.entry(Kind.LIBRARIES, "LD_LIBRARY_PATH"),
              Map.entry(Kind.MODULES, "PYTHONPATH"),
              Map.entry(Kind.MAKEFILES, "MAKEFILES"),
              Map.entry(Kind.PLUGINS, "PYTEST_PLUGINS"),
              Map.entry(Kind.PYTEST, "PYTEST_ADDOPTS"),
              Map.entry(Kind.GO, "GOFLAGS"),
              Map.entry(
                  Kind.JAVA,
                  "ANT_OPTS GRADLE_OPTS JAVA_OPTS JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS MAVEN_OPTS"
                      + " SBT_OPTS _JAVA_OPTIONS"),
              Map.entry(Kind.NODE, "NODE_OPTIONS"),
              Map.entry(Kind.PERL, "PERL5OPT"),
              Map.entry(Kind.RUBY, "RUBYOPT")));

  private final NamedPaths named;
  private final Programs programs;
  private final CommandReader commands;
  private final MakeCalls make;

  Environment(NamedPaths named, Programs programs, CommandReader commands, MakeCalls make) {
    this.named = named;
    this.programs = programs;
    this.commands = commands;
    this.make = make;
  }

  /** What a value is: names of files or directories, a command, or options of a program. */
  private enum Kind {
    SCRIPT,
    FILES,
    COMMAND,
    DIRECTORIES,
    LIBRARIES,
    MODULES,
    MAKEFILES,
    PLUGINS,
    PYTEST,
    GO,
    JAVA,
    NODE,
    PERL,
    RUBY
  }

  private static Map<String, Kind> table(Map<Kind, String> names) {
    Map<String, Kind> table = new HashMap<>();
    names.forEach((kind, all) -> List.of(all.split(" ")).forEach(name -> table.put(name, kind)));
    return table;
  }

  /** Whether a variable of this name names files by itself. */
  public static boolean isOne(String name) {
    return KINDS.containsKey(name);
  }

  /** Follows what a variable names. */
  public void variable(String name, String value, Shell shell, Provenance outer) {
    Kind kind = KINDS.get(name);
    if (kind == null) {
      return;
    }
    Provenance because = outer.says(name + "=" + value);
    LoadOptions options = commands.options();
    switch (kind) {
      case SCRIPT -> commands.scripts().read(value, List.of(), shell, because);
      case FILES -> options.files(value, shell, because);
      case COMMAND -> commands.shell(value, shell.copy(), because);
      case DIRECTORIES -> programs.searched(value, shell, because);
      case LIBRARIES -> libraries(value, shell, because);
      case MODULES -> programs.importing(value, shell, because);
      case MAKEFILES -> make.always(Options.split(value), shell, because);
      case PLUGINS ->
          programs.plugins().take(value, programs.plugins().directories(shell), because);
      case PYTEST -> programs.pytest().options(Options.split(value), shell, because);
      case GO -> options.options("go", Options.split(value), shell, because);
      case JAVA -> options.options("java", Options.split(value), shell, because);
      case NODE -> options.options("node", Options.split(value), shell, because);
      case PERL -> options.options("perl", Options.split(value), shell, because);
      case RUBY -> options.options("ruby", Options.split(value), shell, because);
    }
  }

  /** Directories in which every program looks for libraries. */
  private void libraries(String value, Shell shell, Provenance because) {
    for (String directory : value.split(":")) {
      String pattern = directory + "/" + ShellText.GLOB + ".so" + ShellText.GLOB;
      for (String likely : directory.isEmpty() ? List.<String>of() : shell.likely(pattern)) {
        shell.directories().forEach(each -> named.names(each, likely, Reach.PATH, because));
      }
    }
  }
}
