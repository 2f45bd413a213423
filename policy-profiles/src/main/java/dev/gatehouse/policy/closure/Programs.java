package dev.gatehouse.policy.closure;

import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.policy.closure.NamedPaths.Because;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
        module(module, shell, because);
        if (module.equals("pytest")) {
          pytest(arguments.subList(i + 2, arguments.size()), shell, because);
        }
        return;
      }
      if (isShort && word.indexOf('c') > 0) {
        named.computed(because, String.join(" ", arguments));
        return;
      }
      i += word.equals("-W") || word.equals("-X") ? 1 : 0;
    }
  }

  private void pythonFile(String word, Shell shell, Because because) {
    file(word, shell, because);
    if (CommandReader.isLiteral(word)) {
      for (String directory : shell.directories()) {
        if (named.place(directory, word).filter(named.base()::isDirectory).isPresent()) {
          named.name(directory, word + "/__main__.py", Reach.PATH, because);
        }
      }
    }
  }

  /** A module that is run or loaded by name; the interpreter looks in its directory. */
  void module(String name, Shell shell, Because because) {
    if (!CommandReader.isLiteral(name)) {
      named.computed(because, name);
      return;
    }
    String path = name.replace('.', '/');
    for (String directory : shell.directories()) {
      named.name(directory, path + ".py", Reach.PATH, because);
      named.name(directory, path + "/__main__.py", Reach.PATH, because);
      shadow(directory, path + "/__init__.py", because);
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        shadow(directory, path.substring(0, slash) + ".py", because);
      }
    }
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
    for (String entry : path.split(":", -1)) {
      boolean isElsewhere =
          entry.isEmpty() || (entry.startsWith("/") && !entry.startsWith("/workspace"));
      if (isElsewhere) {
        continue;
      }
      if (!CommandReader.isLiteral(entry)) {
        named.computed(because, entry);
        continue;
      }
      for (String directory : shell.directories()) {
        named.name(directory, entry, Reach.BELOW, because);
      }
    }
  }

  private void file(String name, Shell shell, Because because) {
    if (!CommandReader.isLiteral(name)) {
      named.computed(because, name);
      return;
    }
    for (String directory : shell.directories()) {
      named.name(directory, name, Reach.PATH, because);
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
    if (!text.startsWith("#!")) {
      return true;
    }
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end);
    for (String word : line.substring(2).strip().split("[ \t]+")) {
      if (SHEBANGS.contains(word.substring(word.lastIndexOf('/') + 1))) {
        return true;
      }
    }
    return false;
  }
}
