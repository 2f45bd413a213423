package dev.gatehouse.policy.closure;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.policy.closure.NamedPaths.Because;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Follows commands to the files that they start or take their orders from. */
final class CommandReader {
  private static final Set<String> KEYWORDS =
      Set.of(
          "if", "then", "else", "elif", "while", "until", "do", "!", "{", "time", "exec", "command",
          "nohup", "builtin", "setsid");
  private static final Set<String> WRAPPERS =
      Set.of("env", "nice", "timeout", "xargs", "sudo", "stdbuf", "ionice", "chronic");
  private static final Set<String> DECLARATIONS =
      Set.of("export", "declare", "local", "readonly", "typeset");
  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "zsh", "ksh");

  private final NamedPaths named;
  private final Programs programs;
  private final MakeReader make;
  private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
  private final Set<String> visited = new HashSet<>();

  CommandReader(NamedPaths named) {
    this.named = named;
    this.programs = new Programs(named);
    this.make = new MakeReader(named, this);
  }

  /** Follows what a step runs, to the end. */
  void step(PlannedCommand command) {
    Shell shell = Shell.in(List.of(""), command.env());
    Because because = Because.step(command.step());
    command.env().forEach((name, value) -> variable(name, value, shell, because));
    command(command.argv(), shell, because);
    finish();
  }

  /** Follows the includes of a makefile that no step may name. */
  void includesOf(String directory, String makefile) {
    TreePath path = new TreePath(directory.isEmpty() ? makefile : directory + "/" + makefile);
    make.includesOf(directory, makefile, new Because(path.display(), List.of()));
    finish();
  }

  private void finish() {
    while (!queue.isEmpty()) {
      queue.removeFirst().run();
    }
  }

  /** Does it later, and once. */
  void later(String key, Runnable reading) {
    if (visited.add(key)) {
      queue.addLast(reading);
    }
  }

  /** Follows all commands of a shell text. */
  void shell(String text, Shell shell, Because because) {
    Deque<Shell> outer = new ArrayDeque<>();
    Shell current = shell;
    for (ShellText.Part part : ShellText.read(text)) {
      switch (part) {
        case ShellText.Part.Begin _ -> {
          outer.push(current);
          current = current.copy();
        }
        case ShellText.Part.End _ -> current = outer.isEmpty() ? current : outer.pop();
        case ShellText.Part.Command(List<String> words) -> {
          List<String> expanded = new ArrayList<>();
          for (String word : words) {
            expanded.addAll(split(word, current));
          }
          command(expanded, current, because);
        }
      }
    }
  }

  /** A word that is a variable alone may be several words. */
  private static List<String> split(String word, Shell shell) {
    String value = shell.expanded(word);
    boolean isVariable = word.length() > 2 && word.charAt(0) == ShellText.VARIABLE;
    return isVariable && value.indexOf(' ') >= 0
        ? List.of(value.strip().split(" +"))
        : List.of(value);
  }

  /** Follows one command. */
  void command(List<String> words, Shell shell, Because outer) {
    named.countCommand();
    int at = 0;
    while (at < words.size() && skips(words, at, shell, outer)) {
      at++;
    }
    if (at >= words.size()) {
      return;
    }
    List<String> rest = words.subList(at, words.size());
    String program = rest.getFirst();
    Because because = outer.says(String.join(" ", rest));
    List<String> arguments = rest.subList(1, rest.size());
    String name = program.substring(program.lastIndexOf('/') + 1);
    boolean isPath = program.indexOf('/') >= 0;
    if (!isLiteral(program)) {
      named.computed(outer, String.join(" ", rest));
      guess(program, shell, because);
      return;
    }
    if (isPath) {
      script(program, shell, because, true);
    }
    if (WRAPPERS.contains(name)) {
      command(wrapped(arguments, shell, outer), shell, outer);
    } else if (DECLARATIONS.contains(name)) {
      arguments.forEach(argument -> assignment(argument, shell, outer));
    } else if (name.equals("cd") || name.equals("pushd")) {
      go(arguments, shell, because);
    } else if (name.equals("popd")) {
      shell.go(shell.home());
    } else if (name.equals("eval")) {
      shell(String.join(" ", arguments), shell, because);
    } else if (name.equals(".") || name.equals("source")) {
      arguments.stream().findFirst().ifPresent(file -> sourced(file, shell, because));
    } else if (SHELLS.contains(name)) {
      shellProgram(arguments, shell, because);
    } else if (name.equals("make") || name.equals("gmake")) {
      make.command(arguments, shell, because);
    } else {
      programs.command(name, arguments, shell, because);
    }
  }

  private boolean skips(List<String> words, int at, Shell shell, Because because) {
    String word = words.get(at);
    return word.isEmpty()
        || word.equals("<")
        || KEYWORDS.contains(word)
        || assignment(word, shell, because);
  }

  /** The command that another one starts: without its options, variables and numbers. */
  private List<String> wrapped(List<String> arguments, Shell shell, Because because) {
    int at = 0;
    while (at < arguments.size()) {
      String word = arguments.get(at);
      boolean isNumber = !word.isEmpty() && word.charAt(0) >= '0' && word.charAt(0) <= '9';
      if (!word.startsWith("-") && !isNumber && !assignment(word, shell, because)) {
        break;
      }
      at++;
    }
    return arguments.subList(at, arguments.size());
  }

  private boolean assignment(String word, Shell shell, Because because) {
    int equals = word.indexOf('=');
    String name = equals < 1 ? "" : word.substring(0, equals);
    boolean isName =
        !name.isEmpty()
            && (name.charAt(0) < '0' || name.charAt(0) > '9')
            && name.chars().allMatch(c -> ShellText.isNameCharacter((char) c));
    if (isName) {
      String value = word.substring(equals + 1);
      shell.assign(name, value);
      variable(name, value, shell, because);
    }
    return isName;
  }

  /** Variables that name files which programs read without being told to. */
  private void variable(String name, String value, Shell shell, Because outer) {
    Because because = outer.says(name + "=" + value);
    switch (name) {
      case "BASH_ENV", "ENV" -> script(value, shell, because, true);
      case "MAKEFILES" -> make.always(List.of(value.strip().split(" +")), shell, because);
      case "PATH" -> programs.searched(value, shell, because);
      case "PYTEST_ADDOPTS" -> programs.pytest(List.of(value.strip().split(" +")), shell, because);
      case "PYTEST_PLUGINS" -> {
        for (String plugin : value.split(",")) {
          programs.module(plugin.strip(), shell, because);
        }
      }
      default -> {
        // Any other variable names no file by itself.
      }
    }
  }

  private void go(List<String> arguments, Shell shell, Because because) {
    Optional<String> to = arguments.stream().filter(word -> !word.startsWith("-")).findFirst();
    if (to.isEmpty() || !isLiteral(to.get())) {
      named.computed(because, String.join(" ", arguments));
      Set<String> all = new LinkedHashSet<>(shell.directories());
      all.addAll(shell.home());
      all.add("");
      shell.go(List.copyOf(all));
      return;
    }
    Set<String> reached = new LinkedHashSet<>();
    for (String directory : shell.directories()) {
      named.directory(directory, to.get(), because).ifPresent(reached::add);
    }
    shell.go(List.copyOf(reached));
  }

  private void shellProgram(List<String> arguments, Shell shell, Because because) {
    boolean isText = false;
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (isText) {
        shell(word, shell.copy(), because);
        return;
      }
      if (word.equals("<")) {
        continue;
      }
      if (word.equals("--rcfile") || word.equals("--init-file")) {
        i++;
        sourced(i < arguments.size() ? arguments.get(i) : "", shell, because);
      } else if (word.startsWith("-") || word.startsWith("+")) {
        isText = !word.startsWith("--") && word.indexOf('c') > 0;
        i += !word.startsWith("--") && word.endsWith("o") ? 1 : 0;
      } else {
        script(word, shell, because, false);
        return;
      }
    }
  }

  private void sourced(String file, Shell shell, Because because) {
    script(file, shell, because, false);
  }

  /**
   * Takes a script and follows it.
   *
   * @param asProgram whether its first line says what reads it; else a shell does
   */
  void script(String name, Shell shell, Because because, boolean asProgram) {
    if (!isLiteral(name)) {
      named.computed(because, name);
      guess(name, shell, because);
      return;
    }
    for (String directory : shell.directories()) {
      named
          .name(directory, name, Reach.PATH, because)
          .filter(named.base()::isFile)
          .ifPresent(file -> follow(file, shell, because.in(file), asProgram));
    }
  }

  private void follow(TreePath file, Shell shell, Because because, boolean asProgram) {
    String key = "script %s in %s with %s".formatted(file, shell.directories(), shell.variables());
    later(
        key,
        () -> {
          String text = named.base().text(file).orElse("");
          if (!asProgram || Programs.isShellScript(text)) {
            String path = file.latin1();
            String directory = path.substring(0, Math.max(path.lastIndexOf('/'), 0));
            shell(text, shell.forScript(directory), because);
          }
        });
  }

  /** What follows an unknown directory may lie where the script does, or at the root. */
  private void guess(String name, Shell shell, Because because) {
    int unknown = name.lastIndexOf(ShellText.UNKNOWN);
    if (unknown < 0 || !name.startsWith("/", unknown + 1)) {
      return;
    }
    String tail = name.substring(unknown + 2);
    Set<String> places = new LinkedHashSet<>(shell.directories());
    places.addAll(shell.home());
    places.add("");
    for (String place : places) {
      if (named.place(place, tail).filter(named.base()::isFile).isPresent()) {
        script(tail, Shell.in(List.of(place), shell.variables()), because, true);
      }
    }
  }

  static boolean isLiteral(String word) {
    return word.indexOf(ShellText.UNKNOWN) < 0 && !word.isEmpty();
  }
}
