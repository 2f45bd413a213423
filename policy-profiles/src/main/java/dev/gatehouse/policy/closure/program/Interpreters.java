package dev.gatehouse.policy.closure.program;

import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.policy.closure.base.NamedPaths;
import dev.gatehouse.policy.closure.base.Provenance;
import dev.gatehouse.policy.closure.shell.Shell;
import java.util.List;
import java.util.Set;

/** Programs that run a script that their arguments name. */
public final class Interpreters {
  /** Options of interpreters, profilers and coverage whose value is the next word. */
  private static final Set<String> VALUES =
      Set.of(
          "-o",
          "-C",
          "-I",
          "-W",
          "-X",
          "-r",
          "-c",
          "--require",
          "--import",
          "--loader",
          "--source",
          "--include",
          "--omit",
          "--rcfile",
          "--data-file",
          "--context",
          "--concurrency",
          "--coverdir",
          "--file",
          "--ignore-dir",
          "--ignore-module");

  /** Those of them that name what is loaded. */
  private static final Set<String> LOADING =
      Set.of("-r", "-c", "--require", "--import", "--loader", "--rcfile");

  private final NamedPaths named;

  public Interpreters(NamedPaths named) {
    this.named = named;
  }

  /**
   * A program that runs the first file that its arguments name. What follows an option may be its
   * value: where the base has no such file, the next word may be the script as well.
   */
  public void run(List<String> arguments, Shell shell, Provenance because) {
    boolean isAfterOption = false;
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      boolean isApart = i + 1 < arguments.size();
      if (word.equals("<")) {
        i++;
      } else if (VALUES.contains(word) && isApart) {
        i++;
        if (LOADING.contains(word) || isFile(arguments.get(i), shell)) {
          file(arguments.get(i), shell, because);
        }
        isAfterOption = true;
      } else if (LOADING.contains(word.substring(0, Math.max(word.indexOf('='), 0)))) {
        file(word.substring(word.indexOf('=') + 1), shell, because);
        isAfterOption = true;
      } else if (isText(word)) {
        named.computed(because, String.join(" ", arguments));
        return;
      } else if (word.equals("--test")) {
        return;
      } else if (word.startsWith("-") || word.equals("run")) {
        isAfterOption = true;
      } else if (!Inputs.isInput(word)) {
        script(word, shell, because);
        if (!isAfterOption || isFile(word, shell)) {
          return;
        }
        isAfterOption = false;
      }
    }
    Inputs.inputs(arguments).forEach(file -> file(file, shell, because));
  }

  private static boolean isText(String option) {
    boolean isShort = option.startsWith("-") && !option.startsWith("--");
    return option.equals("--eval") || (isShort && (option.endsWith("e") || option.endsWith("E")));
  }

  /** A script, or a directory that is run as one. */
  public void script(String word, Shell shell, Provenance because) {
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

  /** Directories in which Python looks for modules, that of a script among them. */
  public void importing(String path, Shell shell, Provenance because) {
    for (String entry : path.split(":", -1)) {
      if (!Shell.isLiteral(entry) && !entry.isEmpty()) {
        named.computed(because, entry);
      }
      for (String likely : shell.likely(entry.isEmpty() ? "." : entry)) {
        shell.directories().forEach(each -> named.imports(each, likely, because));
      }
    }
  }

  /** A file that is run, or that orders come from. */
  public void file(String name, Shell shell, Provenance because) {
    if (!Shell.isLiteral(name)) {
      named.computed(because, name);
    }
    for (String likely : shell.likely(name)) {
      shell.directories().forEach(each -> named.name(each, likely, Reach.PATH, because));
    }
  }

  private boolean isFile(String name, Shell shell) {
    return shell.directories().stream()
        .flatMap(directory -> named.place(directory, name).stream())
        .anyMatch(named.base()::isFile);
  }
}
