package dev.gatehouse.policy.closure;

import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.policy.closure.NamedPaths.Because;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Programs whose arguments name files that they run or take orders from. */
final class Programs {
  private static final Set<String> INTERPRETERS =
      Set.of("perl", "ruby", "node", "nodejs", "php", "lua", "tclsh", "Rscript", "deno", "bun");
  private static final Set<String> FILTERS = Set.of("awk", "gawk", "mawk", "sed");
  private static final Set<String> SHEBANGS = Set.of("sh", "bash", "dash", "ash", "zsh", "ksh");

  private final NamedPaths named;

  Programs(NamedPaths named) {
    this.named = named;
  }

  void command(String name, List<String> arguments, Shell shell, Because because) {
    if (name.startsWith("python") || name.startsWith("pypy")) {
      python(arguments, shell, because);
    } else if (name.equals("coverage")) {
      coverage(arguments, shell, because);
    } else if (name.equals("pytest") || name.equals("py.test")) {
      pytest(arguments, shell, because);
    } else if (INTERPRETERS.contains(name)) {
      arguments.stream()
          .filter(word -> !word.startsWith("-") && !word.equals("<"))
          .findFirst()
          .ifPresent(word -> file(word, shell, because));
    } else if (FILTERS.contains(name)) {
      optionValues(arguments, "-f", "--file").forEach(file -> file(file, shell, because));
    }
  }

  private void python(List<String> arguments, Shell shell, Because because) {
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.equals("<")) {
        continue;
      }
      if (!word.startsWith("-")) {
        pythonFile(word, shell, because);
        return;
      }
      boolean isShort = !word.startsWith("--");
      if (isShort && word.endsWith("m") && i + 1 < arguments.size()) {
        String module = arguments.get(i + 1);
        importing(".", shell, because);
        module(module, shell, because);
        List<String> rest = arguments.subList(i + 2, arguments.size());
        switch (module) {
          case "pytest" -> pytest(rest, shell, because);
          case "coverage" -> coverage(rest, shell, because);
          case "cProfile", "profile", "trace", "pdb" -> python(rest, shell, because);
          default -> {
            // The other modules take no program.
          }
        }
        return;
      }
      if (isShort && word.indexOf('c') > 0) {
        importing(".", shell, because);
        named.computed(because, String.join(" ", arguments));
        return;
      }
      i += word.equals("-W") || word.equals("-X") ? 1 : 0;
    }
  }

  /** Coverage runs what it is told as python does. */
  private void coverage(List<String> arguments, Shell shell, Because because) {
    if (arguments.contains("run")) {
      int run = arguments.indexOf("run");
      python(arguments.subList(run + 1, arguments.size()), shell, because);
    }
  }

  /** Directories in which Python looks for modules. */
  void importing(String path, Shell shell, Because because) {
    for (String entry : path.split(":", -1)) {
      if (!Shell.isLiteral(entry) && !entry.isEmpty()) {
        named.computed(because, entry);
      }
      for (String likely : shell.likely(entry.isEmpty() ? "." : entry)) {
        shell.directories().forEach(each -> named.imports(each, likely, because));
      }
    }
  }

  private void pythonFile(String word, Shell shell, Because because) {
    file(word, shell, because);
    importing(word.substring(0, word.lastIndexOf('/') + 1) + ".", shell, because);
    for (String likely : shell.likely(word)) {
      for (String directory : shell.directories()) {
        if (named.place(directory, likely).filter(named.base()::isDirectory).isPresent()) {
          named.name(directory, likely + "/__main__.py", Reach.PATH, because);
        }
      }
    }
  }

  /** A module that is run or loaded by name; the interpreter looks in its directory. */
  void module(String name, Shell shell, Because because) {
    if (!Shell.isLiteral(name)) {
      named.computed(because, name);
      return;
    }
    String path = name.replace('.', '/');
    for (String directory : modules(shell)) {
      named.name(directory, path + ".py", Reach.PATH, because);
      named.name(directory, path + "/__main__.py", Reach.PATH, because);
      shadow(directory, path + "/__init__.py", because);
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        shadow(directory, path.substring(0, slash) + ".py", because);
      }
    }
  }

  /** Where the interpreter looks for modules in the tree. */
  private Set<String> modules(Shell shell) {
    Set<String> directories = new LinkedHashSet<>(shell.directories());
    for (String value : shell.values("PYTHONPATH")) {
      for (String entry : value.split(":")) {
        for (String likely : shell.likely(entry)) {
          shell.directories().stream()
              .flatMap(directory -> named.place(directory, likely).stream())
              .forEach(place -> directories.add(place.latin1()));
        }
      }
    }
    return directories;
  }

  /** A program that is looked for by its name: it may be in a directory of the tree. */
  void found(String name, Shell shell, Because because) {
    for (String value : shell.values("PATH")) {
      for (String entry : entries(value)) {
        boolean isKnown = Shell.isLiteral(entry) || entry.indexOf('/') >= 0;
        for (String likely : isKnown ? shell.likely(entry + "/" + name) : List.<String>of()) {
          shell.directories().forEach(each -> named.name(each, likely, Reach.PATH, because));
        }
      }
    }
  }

  private static List<String> entries(String path) {
    return Stream.of(path.split(":", -1))
        .filter(entry -> !entry.startsWith("/") || entry.startsWith("/workspace"))
        .map(entry -> entry.isEmpty() ? "." : entry)
        .toList();
  }

  /** A file that would come first if it were there; what the base has is product code. */
  private void shadow(String directory, String name, Because because) {
    if (named.place(directory, name).filter(named.base()::isFile).isEmpty()) {
      named.name(directory, name, Reach.PATH, because);
    }
  }

  void pytest(List<String> arguments, Shell shell, Because because) {
    optionValues(arguments, "-c", "--config-file").forEach(file -> file(file, shell, because));
    optionValues(arguments, "-p", "--plugins").stream()
        .filter(plugin -> !plugin.startsWith("no:"))
        .forEach(plugin -> module(plugin, shell, because));
    arguments.stream()
        .filter(word -> word.startsWith("@"))
        .forEach(word -> file(word.substring(1), shell, because));
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

  private void file(String name, Shell shell, Because because) {
    if (!Shell.isLiteral(name)) {
      named.computed(because, name);
    }
    for (String likely : shell.likely(name)) {
      shell.directories().forEach(each -> named.name(each, likely, Reach.PATH, because));
    }
  }

  /** The values of an option: {@code -f x}, {@code -fx}, {@code --file x}, {@code --file=x}. */
  private static List<String> optionValues(List<String> words, String brief, String whole) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean isAlone = word.equals(brief) || word.equals(whole);
      if (isAlone && i + 1 < words.size()) {
        i++;
        values.add(words.get(i));
      } else if (word.startsWith(whole + "=")) {
        values.add(word.substring(whole.length() + 1));
      } else if (!isAlone && word.startsWith(brief) && !word.startsWith("--")) {
        values.add(word.substring(brief.length()));
      }
    }
    return values;
  }

  /** Whether a shell reads the file when it is started: by its first line, or for want of one. */
  static boolean isShellScript(String text) {
    return text.startsWith("#!") ? isReadBy(SHEBANGS, text) : text.indexOf('\0') < 0;
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
