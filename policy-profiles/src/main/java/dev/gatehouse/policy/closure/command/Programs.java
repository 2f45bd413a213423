package dev.gatehouse.policy.closure.command;

import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.policy.closure.base.NamedPaths;
import dev.gatehouse.policy.closure.base.Provenance;
import dev.gatehouse.policy.closure.program.Inputs;
import dev.gatehouse.policy.closure.program.Interpreters;
import dev.gatehouse.policy.closure.program.Options;
import dev.gatehouse.policy.closure.program.ProgramNames;
import dev.gatehouse.policy.closure.python.Plugins;
import dev.gatehouse.policy.closure.python.Pytest;
import dev.gatehouse.policy.closure.shell.Shell;
import dev.gatehouse.policy.path.SandboxView;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Programs whose arguments name files that they run or read commands from. */
public final class Programs {

  /** Options of tools that name their settings. */
  private static final Set<String> SETTINGS =
      Set.of("--config", "--config-file", "--rcfile", "--settings", "--conf", "--ruleset");

  private final NamedPaths named;
  private final Interpreters interpreters;
  private final Plugins plugins;
  private final Pytest pytest;
  private final Set<String> found = new HashSet<>();

  Programs(NamedPaths named) {
    this.named = named;
    this.interpreters = new Interpreters(named);
    this.plugins = new Plugins(named);
    this.pytest = new Pytest(named, interpreters, plugins);
  }

  Plugins plugins() {
    return plugins;
  }

  Interpreters interpreters() {
    return interpreters;
  }

  Pytest pytest() {
    return pytest;
  }

  /** Follows a command; whether the program is known. */
  boolean command(String name, List<String> arguments, Shell shell, Provenance because) {
    if (ProgramNames.isPython(name)) {
      python(arguments, shell, because);
    } else if (ProgramNames.isVersionOf(name, "coverage")) {
      coverage(arguments, shell, because);
    } else if (ProgramNames.isPytest(name)) {
      pytest.options(arguments, shell, because);
    } else if (ProgramNames.isRunner(name)) {
      interpreters.run(arguments, shell, because);
    } else if (ProgramNames.isFilter(name)) {
      filter(name, arguments, shell, because);
    } else {
      tool(arguments, shell, because);
      return false;
    }
    return true;
  }

  /** A program that reads its instructions from a file. */
  private void filter(String name, List<String> arguments, Shell shell, Provenance because) {
    String flags = name.equals("sed") ? "nrEsuz" : "";
    Options.values(Options.apart(arguments, flags, 'f'), "-f", "--file")
        .forEach(file -> interpreters.file(file, shell, because));
    if (!name.equals("sed")) {
      Options.values(arguments, "-E", "--exec")
          .forEach(file -> interpreters.file(file, shell, because));
      Options.values(arguments, "-i", "--include")
          .forEach(file -> interpreters.file(file, shell, because));
    }
  }

  /** A tool that reads files may have an option for its settings. */
  private void tool(List<String> arguments, Shell shell, Provenance because) {
    for (String option : SETTINGS) {
      Options.values(arguments, option, option)
          .forEach(file -> interpreters.file(file, shell, because));
    }
  }

  private void python(List<String> arguments, Shell shell, Provenance because) {
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.equals("<")) {
        i++;
        continue;
      }
      if (Inputs.isInput(word)) {
        break;
      }
      if (!word.startsWith("-")) {
        interpreters.script(word, shell, because);
        if (ProgramNames.isOptions(word) && i + 1 < arguments.size()) {
          continue;
        }
        return;
      }
      int letter = word.startsWith("--") ? word.length() : letter(word);
      String rest = letter < word.length() ? word.substring(letter + 1) : "";
      char option = letter < word.length() ? word.charAt(letter) : '-';
      List<String> next = arguments.subList(i + 1, arguments.size());
      if (option == 'm' && (!rest.isEmpty() || !next.isEmpty())) {
        boolean isApart = rest.isEmpty();
        started(
            isApart ? next.getFirst() : rest,
            isApart ? next.subList(1, next.size()) : next,
            shell,
            because);
        return;
      }
      if (option == 'c') {
        importing(".", shell, because);
        named.computed(because, String.join(" ", arguments));
        return;
      }
      i += option != '-' && rest.isEmpty() ? 1 : 0;
    }
    Inputs.inputs(arguments).forEach(file -> interpreters.file(file, shell, because));
  }

  /** Where the first option stands in a word that has a value, or ends the options of Python. */
  private static int letter(String word) {
    int at = 1;
    while (at < word.length() && "mcWX".indexOf(word.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  /** A module that is run. */
  private void started(String module, List<String> rest, Shell shell, Provenance because) {
    importing(".", shell, because);
    module(module, shell, because);
    switch (module) {
      case "pytest", "py.test", "pytest.__main__" -> pytest.options(rest, shell, because);
      case "coverage" -> coverage(rest, shell, because);
      case "cProfile", "profile", "trace", "pdb" -> runs(rest, shell, because);
      default -> tool(rest, shell, because);
    }
  }

  /** Options of its own, and then a script or a module that it runs. */
  private void runs(List<String> words, Shell shell, Provenance because) {
    int module = words.indexOf("-m");
    if (module < 0) {
      interpreters.run(words, shell, because);
    } else {
      interpreters.run(words.subList(0, module), shell, because);
      python(words.subList(module, words.size()), shell, because);
    }
  }

  /** Directories in which Python looks for modules. */
  void importing(String path, Shell shell, Provenance because) {
    interpreters.importing(path, shell, because);
  }

  /** Coverage runs scripts and modules as Python does. */
  private void coverage(List<String> arguments, Shell shell, Provenance because) {
    if (arguments.contains("run")) {
      int run = arguments.indexOf("run");
      runs(arguments.subList(run + 1, arguments.size()), shell, because);
    }
  }

  /** A module that is run or loaded by name; the interpreter looks in its directory. */
  void module(String name, Shell shell, Provenance because) {
    if (!Shell.isLiteral(name)) {
      named.computed(because, name);
      return;
    }
    String path = name.replace('.', '/');
    for (String directory : plugins.directories(shell)) {
      named.name(directory, path + ".py", Reach.PATH, because);
      named.name(directory, path + "/__main__.py", Reach.PATH, because);
      plugins.shadow(directory, path + "/__init__.py", because);
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        plugins.shadow(directory, path.substring(0, slash) + ".py", because);
      }
    }
  }

  /** A program that is looked for by its name: it may be in a directory of the tree. */
  void found(String name, Shell shell, Provenance because) {
    Set<String> all = new LinkedHashSet<>();
    for (String value : shell.values("PATH")) {
      for (String entry : entries(value)) {
        boolean isKnown = Shell.isLiteral(entry) || entry.indexOf('/') >= 0;
        all.addAll(isKnown ? shell.likely(entry + "/" + name) : List.of());
      }
    }
    for (String likely : all) {
      for (String directory : shell.directories()) {
        if (found.add(directory + '\0' + likely)) {
          named.name(directory, likely, Reach.PATH, because);
        }
      }
    }
  }

  private static List<String> entries(String path) {
    return Stream.of(path.split(":", -1))
        .filter(entry -> !entry.startsWith("/") || entry.startsWith(SandboxView.MOUNT_POINT))
        .map(entry -> entry.isEmpty() ? "." : entry)
        .distinct()
        .toList();
  }

  /** Directories that programs are looked for in. */
  void searched(String path, Shell shell, Provenance because) {
    for (String entry : entries(path)) {
      if (!Shell.isLiteral(entry)) {
        named.computed(because, entry);
      }
      for (String likely : shell.likely(entry)) {
        shell.directories().forEach(each -> named.name(each, likely, Reach.BELOW, because));
      }
    }
  }
}
