package dev.gatehouse.policy.closure;

import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.policy.closure.NamedPaths.Because;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Programs whose arguments name files that they run or take orders from. */
final class Programs {
  private static final Set<String> INTERPRETERS =
      Set.of("perl", "ruby", "node", "nodejs", "php", "lua", "tclsh", "Rscript", "deno", "bun");
  private static final Set<String> FILTERS = Set.of("awk", "gawk", "mawk", "sed");
  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "zsh", "ksh");

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

  static boolean isShell(String name) {
    return SHELLS.contains(name);
  }

  /** Whether it runs what it is told, or takes orders from a file. */
  static boolean isOne(String name) {
    return isInterpreter(name)
        || FILTERS.contains(name)
        || name.equals("make")
        || name.equals("gmake")
        || isVersionOf(name, "coverage")
        || Pytest.isOne(name);
  }

  /** Whether it runs a script that it is told or reads. */
  static boolean isInterpreter(String name) {
    return isShell(name) || isPython(name) || INTERPRETERS.contains(name);
  }

  /** Whether a name is that of a program, or with the number of a version behind it. */
  static boolean isVersionOf(String name, String program) {
    return name.startsWith(program)
        && name.substring(program.length()).chars().allMatch(c -> "-.0123456789".indexOf(c) >= 0);
  }

  private static boolean isPython(String name) {
    return name.startsWith("python") || name.startsWith("pypy");
  }

  /** Follows a command; whether the program is known. */
  boolean command(String name, List<String> arguments, Shell shell, Because because) {
    if (isPython(name)) {
      python(arguments, shell, because);
    } else if (isVersionOf(name, "coverage")) {
      coverage(arguments, shell, because);
    } else if (Pytest.isOne(name)) {
      pytest.options(arguments, shell, because);
    } else if (INTERPRETERS.contains(name)) {
      interpreters.run(arguments, shell, because);
    } else if (FILTERS.contains(name)) {
      filter(name, arguments, shell, because);
    } else {
      tool(arguments, shell, because);
      return false;
    }
    return true;
  }

  /** A program that is told in a file what to do with what it reads. */
  private void filter(String name, List<String> arguments, Shell shell, Because because) {
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

  /** A tool that reads what it is told may be told its settings too. */
  private void tool(List<String> arguments, Shell shell, Because because) {
    for (String option : SETTINGS) {
      Options.values(arguments, option, option)
          .forEach(file -> interpreters.file(file, shell, because));
    }
  }

  /** Whether a word may be options as well: nothing of it is known. */
  static boolean isOptions(String word) {
    return word.length() == 1 && word.charAt(0) == ShellText.UNKNOWN;
  }

  private void python(List<String> arguments, Shell shell, Because because) {
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.equals("<")) {
        i++;
        continue;
      }
      if (Scripts.isInput(word)) {
        break;
      }
      if (!word.startsWith("-")) {
        interpreters.script(word, shell, because);
        if (isOptions(word) && i + 1 < arguments.size()) {
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
    Scripts.inputs(arguments).forEach(file -> interpreters.file(file, shell, because));
  }

  /** Where the first option stands in a word that has a value, or ends what Python is told. */
  private static int letter(String word) {
    int at = 1;
    while (at < word.length() && "mcWX".indexOf(word.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  /** A module that is run. */
  private void started(String module, List<String> rest, Shell shell, Because because) {
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
  private void runs(List<String> words, Shell shell, Because because) {
    int module = words.indexOf("-m");
    if (module < 0) {
      interpreters.run(words, shell, because);
    } else {
      interpreters.run(words.subList(0, module), shell, because);
      python(words.subList(module, words.size()), shell, because);
    }
  }

  /** Directories in which Python looks for modules. */
  void importing(String path, Shell shell, Because because) {
    interpreters.importing(path, shell, because);
  }

  /** Coverage runs what it is told as python does. */
  private void coverage(List<String> arguments, Shell shell, Because because) {
    if (arguments.contains("run")) {
      int run = arguments.indexOf("run");
      runs(arguments.subList(run + 1, arguments.size()), shell, because);
    }
  }

  /** A module that is run or loaded by name; the interpreter looks in its directory. */
  void module(String name, Shell shell, Because because) {
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
  void found(String name, Shell shell, Because because) {
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
        .filter(entry -> !entry.startsWith("/") || entry.startsWith("/workspace"))
        .map(entry -> entry.isEmpty() ? "." : entry)
        .distinct()
        .toList();
  }

  /** Directories that programs are looked for in. */
  void searched(String path, Shell shell, Because because) {
    for (String entry : entries(path)) {
      if (!Shell.isLiteral(entry)) {
        named.computed(because, entry);
      }
      for (String likely : shell.likely(entry)) {
        shell.directories().forEach(each -> named.name(each, likely, Reach.BELOW, because));
      }
    }
  }

  /** Whether a shell reads the file when it is started: by its first line, or for want of one. */
  static boolean isShellScript(String text) {
    return text.startsWith("#!") ? isReadBy(SHELLS, text) : text.indexOf('\0') < 0;
  }

  /** Whether make reads the file when it is started. */
  static boolean isMakefile(String text) {
    return text.startsWith("#!") && isReadBy(Set.of("make", "gmake"), text);
  }

  private static boolean isReadBy(Set<String> programs, String text) {
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end);
    for (String word : line.substring(2).strip().split("[ \t]+")) {
      if (programs.contains(word.substring(word.lastIndexOf('/') + 1))) {
        return true;
      }
    }
    return false;
  }
}
