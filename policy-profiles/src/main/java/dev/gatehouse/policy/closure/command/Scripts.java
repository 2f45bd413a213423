package dev.gatehouse.policy.closure.command;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.policy.closure.base.FileNames;
import dev.gatehouse.policy.closure.base.NamedPaths;
import dev.gatehouse.policy.closure.base.Provenance;
import dev.gatehouse.policy.closure.program.Inputs;
import dev.gatehouse.policy.closure.program.ProgramNames;
import dev.gatehouse.policy.closure.shell.Shell;
import dev.gatehouse.policy.path.SandboxView;
import java.util.ArrayList;
import java.util.List;

/** Finds scripts, takes them, and has them followed. */
public final class Scripts {
  private final NamedPaths named;
  private final CommandReader commands;

  Scripts(NamedPaths named, CommandReader commands) {
    this.named = named;
    this.commands = commands;
  }

  /** A program that is started by its path: its first line says what reads it. */
  public void start(String name, List<String> arguments, Shell shell, Provenance because) {
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
  void given(String name, List<String> arguments, Shell shell, Provenance because) {
    for (TreePath file : found(name, shell, because)) {
      String last = FileNames.name(file.latin1());
      boolean isLikely = last.indexOf('.') <= 0 || last.endsWith("sh") || name.startsWith("./");
      if (isLikely && named.base().isReadable(file)) {
        later(file, arguments, shell, because.in(file), true);
      }
    }
  }

  /** Whether the base has such a file. */
  public boolean isThere(String name, Shell shell) {
    return shell.likely(name).stream()
        .flatMap(likely ->
            shell.directories().stream()
                .flatMap(directory -> named.place(directory, likely).stream()))
        .anyMatch(named.base()::isFile);
  }

  /** A shell that is started, with its options. */
  public void shell(List<String> arguments, Shell shell, Provenance because) {
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
      } else if (!Inputs.isInput(word) && !readsInput) {
        read(word, rest(arguments, i + 1), shell, because);
        if (!ProgramNames.isOptions(word) || i + 1 == arguments.size()) {
          return;
        }
      }
    }
    Inputs.inputs(arguments).forEach(file -> read(file, List.of(), shell, because));
  }

  private static List<String> rest(List<String> words, int from) {
    return from < words.size() ? words.subList(from, words.size()) : List.of();
  }

  /** A script that a shell reads. */
  public void read(String name, List<String> arguments, Shell shell, Provenance because) {
    note(name, arguments, because);
    found(name, shell, because)
        .forEach(file -> later(file, arguments, shell, because.in(file), false));
  }

  /** A command that has a script read in the shell's own place. */
  void source(List<String> words, Shell shell, Provenance because) {
    if (!words.isEmpty() && Inputs.isInput(words.getFirst())) {
      Inputs.inputs(words).forEach(file -> source(file, List.of(), shell, because));
    } else if (!words.isEmpty()) {
      source(words.getFirst(), words.subList(1, words.size()), shell, because);
    }
  }

  /** A script that a shell reads in its own place: what it sets counts from there on. */
  private void source(String name, List<String> arguments, Shell shell, Provenance because) {
    note(name, arguments, because);
    for (TreePath file : found(name, shell, because)) {
      Shell inside = shell.forScript(directory(file), arguments);
      if (commands.isNew(key("source", file, inside))) {
        commands.shell(named.base().text(file).orElse(""), inside, because.in(file));
        shell.takeOver(inside);
      }
    }
  }

  private void note(String name, List<String> arguments, Provenance because) {
    if (!Shell.isKnown(name) || name.isEmpty()) {
      named.computed(because, "%s %s".formatted(name, String.join(" ", arguments)));
    }
  }

  private List<TreePath> found(String name, Shell shell, Provenance because) {
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
      TreePath file, List<String> arguments, Shell shell, Provenance because, boolean asProgram) {
    Shell inside = shell.forScript(directory(file), arguments);
    commands.later(
        key("script", file, inside),
        () -> {
          String text = named.base().text(file).orElse("");
          if (!asProgram || ProgramNames.isShellScript(text)) {
            commands.shell(text, inside, because);
          } else if (ProgramNames.isMakefile(text)) {
            List<String> words =
                new ArrayList<>(List.of("make", "-f", SandboxView.absolute(file.latin1())));
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
    return FileNames.directory(path);
  }
}
