package dev.gatehouse.policy.closure;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.policy.closure.NamedPaths.Because;
import java.util.ArrayList;
import java.util.List;

/** Finds scripts, takes them, and has them followed. */
final class Scripts {
  private final NamedPaths named;
  private final CommandReader commands;

  Scripts(NamedPaths named, CommandReader commands) {
    this.named = named;
    this.commands = commands;
  }

  /** A program that is started by its path: its first line says what reads it. */
  void start(String name, List<String> arguments, Shell shell, Because because) {
    note(name, arguments, because);
    for (TreePath file : found(name, shell, because)) {
      if (named.base().isReadable(file)) {
        later(file, arguments, shell, because.in(file), true);
      } else {
        named.computed(because, "%s is too large to be read as a script".formatted(file.display()));
      }
    }
  }

  /** A file of the base that may be started: followed if it looks like a script. */
  void given(String name, List<String> arguments, Shell shell, Because because) {
    for (TreePath file : found(name, shell, because)) {
      String last = file.latin1().substring(file.latin1().lastIndexOf('/') + 1);
      boolean isLikely = last.indexOf('.') <= 0 || last.endsWith("sh") || name.startsWith("./");
      if (isLikely && named.base().isReadable(file)) {
        later(file, arguments, shell, because.in(file), true);
      }
    }
  }

  /** Whether the base has such a file. */
  boolean isThere(String name, Shell shell) {
    return shell.likely(name).stream()
        .flatMap(likely ->
            shell.directories().stream()
                .flatMap(directory -> named.place(directory, likely).stream()))
        .anyMatch(named.base()::isFile);
  }

  /** Whether the name is that of what a program reads from others. */
  static boolean isInput(String name) {
    return switch (name) {
      case "-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0" -> true;
      default -> false;
    };
  }

  /** The files that a command is told to read from. */
  static List<String> inputs(List<String> words) {
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i + 1 < words.size(); i++) {
      if (words.get(i).equals("<")) {
        inputs.add(words.get(i + 1));
      }
    }
    return inputs;
  }

  /** A shell that is started, with its options. */
  void shell(List<String> arguments, Shell shell, Because because) {
    boolean isText = false;
    boolean readsInput = false;
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (isText) {
        commands.shell(word, shell.withArguments(rest(arguments, i + 2)), because);
        return;
      }
      if (word.equals("<")) {
        i++;
        continue;
      }
      if (word.equals("--rcfile") || word.equals("--init-file")) {
        i++;
        read(i < arguments.size() ? arguments.get(i) : "", List.of(), shell, because);
      } else if (word.startsWith("-") || word.startsWith("+")) {
        isText = !word.startsWith("--") && word.indexOf('c') > 0;
        readsInput |= !word.startsWith("--") && word.indexOf('s') > 0;
        boolean hasValue = word.endsWith("o") || word.endsWith("O");
        i += !word.startsWith("--") && hasValue ? 1 : 0;
      } else if (!isInput(word) && !readsInput) {
        read(word, rest(arguments, i + 1), shell, because);
        if (!Programs.isOptions(word) || i + 1 == arguments.size()) {
          return;
        }
      }
    }
    inputs(arguments).forEach(file -> read(file, List.of(), shell, because));
  }

  private static List<String> rest(List<String> words, int from) {
    return from < words.size() ? words.subList(from, words.size()) : List.of();
  }

  /** A script that a shell reads. */
  void read(String name, List<String> arguments, Shell shell, Because because) {
    note(name, arguments, because);
    found(name, shell, because)
        .forEach(file -> later(file, arguments, shell, because.in(file), false));
  }

  /** A command that has a script read in the shell's own place. */
  void source(List<String> words, Shell shell, Because because) {
    if (!words.isEmpty() && isInput(words.getFirst())) {
      inputs(words).forEach(file -> source(file, List.of(), shell, because));
    } else if (!words.isEmpty()) {
      source(words.getFirst(), words.subList(1, words.size()), shell, because);
    }
  }

  /** A script that a shell reads in its own place: what it sets counts from there on. */
  private void source(String name, List<String> arguments, Shell shell, Because because) {
    note(name, arguments, because);
    for (TreePath file : found(name, shell, because)) {
      Shell inside = shell.forScript(directory(file), arguments);
      if (commands.isNew(key("source", file, inside))) {
        commands.shell(named.base().text(file).orElse(""), inside, because.in(file));
        shell.takeOver(inside);
      }
    }
  }

  private void note(String name, List<String> arguments, Because because) {
    if (!Shell.isKnown(name) || name.isEmpty()) {
      named.computed(because, "%s %s".formatted(name, String.join(" ", arguments)));
    }
  }

  private List<TreePath> found(String name, Shell shell, Because because) {
    List<TreePath> files = new ArrayList<>();
    for (String likely : shell.likely(name)) {
      for (String directory : shell.directories()) {
        named.names(directory, likely, Reach.PATH, because).stream()
            .filter(named.base()::isFile)
            .filter(file -> !files.contains(file))
            .forEach(files::add);
      }
    }
    return files;
  }

  private void later(
      TreePath file, List<String> arguments, Shell shell, Because because, boolean asProgram) {
    Shell inside = shell.forScript(directory(file), arguments);
    commands.later(
        key("script", file, inside),
        () -> {
          String text = named.base().text(file).orElse("");
          if (!asProgram || Programs.isShellScript(text)) {
            commands.shell(text, inside, because);
          } else if (Programs.isMakefile(text)) {
            List<String> words =
                new ArrayList<>(List.of("make", "-f", "/workspace/" + file.latin1()));
            words.addAll(arguments);
            commands.command(words, inside, because);
          } else if (text.startsWith("#!")
              && text.lines().findFirst().orElse("").contains("python")) {
            named.imports("", directory(file), because);
          }
        });
  }

  private String key(String how, TreePath file, Shell shell) {
    named.count(shell.size());
    return "%s %s in %s with %s".formatted(how, file, shell.directories(), shell.variables());
  }

  private static String directory(TreePath file) {
    String path = file.latin1();
    return path.substring(0, Math.max(path.lastIndexOf('/'), 0));
  }
}
