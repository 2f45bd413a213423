package dev.gatehouse.policy.closure;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.policy.closure.NamedPaths.Because;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Follows commands to the files that they start or take their orders from. */
final class CommandReader {
  /** What stands before a command and says when it runs. */
  private static final Set<String> KEYWORDS =
      Set.of(
          "if", "then", "else", "elif", "while", "until", "do", "done", "fi", "esac", "}", "!", "{",
          "time", "exec", "command", "nohup", "builtin", "setsid", "coproc");

  private static final int MAX_NESTED = 64;

  /** As many characters count for each directory that a command may run in. */
  private static final int DIRECTORY = 16;

  private static final Set<String> DECLARATIONS =
      Set.of("export", "declare", "local", "readonly", "typeset");

  private final NamedPaths named;
  private final Programs programs;
  private final Environment environment;
  private final Scripts scripts;
  private final MakeReader make;
  private final Wrappers wrappers;
  private final LoadOptions options;
  private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
  private final Set<Digest> visited = new HashSet<>();
  private int nested;

  CommandReader(NamedPaths named) {
    this.named = named;
    this.programs = new Programs(named);
    this.scripts = new Scripts(named, this);
    this.make = new MakeReader(named, this);
    this.wrappers = new Wrappers(named, this);
    this.options = new LoadOptions(named, programs.interpreters(), this);
    this.environment = new Environment(named, programs, this, make);
  }

  /** Follows what a step runs, to the end. */
  void step(PlannedCommand command) {
    Map<String, Set<String>> variables = new TreeMap<>();
    command.env().forEach((name, value) -> variables.put(name, Set.of(value)));
    Shell shell = Shell.in("", variables);
    Because because = Because.step(command.step());
    command.env().forEach((name, value) -> environment.variable(name, value, shell, because));
    command(command.argv(), shell, because);
    finish();
  }

  /** Follows the includes of a makefile that no step may name. */
  void includesOf(String directory, String makefile) {
    TreePath path = new TreePath(directory.isEmpty() ? makefile : directory + "/" + makefile);
    make.includesOf(directory, makefile, new Because(path.display(), List.of()));
    finish();
  }

  /** Follows settings of pytest. */
  void settings(TreePath path) {
    programs.pytest().settings().follow(path);
    finish();
  }

  /** Follows the plug-ins that modules of tests name. */
  void tests(List<TreePath> modules) {
    programs.plugins().tests(modules, Set.of(""));
    finish();
  }

  private void finish() {
    while (!queue.isEmpty()) {
      queue.removeFirst().run();
    }
  }

  /** Does it later, and once. */
  void later(String key, Runnable reading) {
    if (isNew(key)) {
      queue.addLast(reading);
    }
  }

  /** Whether this is asked for the first time. */
  boolean isNew(String key) {
    return visited.add(Digest.of(key.getBytes(UTF_8)));
  }

  Scripts scripts() {
    return scripts;
  }

  Wrappers wrappers() {
    return wrappers;
  }

  LoadOptions options() {
    return options;
  }

  Environment environment() {
    return environment;
  }

  /** Follows all commands of a shell text. */
  void shell(String text, Shell shell, Because because) {
    ClosureBounds.demand(nested < MAX_NESTED, "shell texts in each other", MAX_NESTED);
    nested++;
    programs.plugins().mentioned(text, shell.directories(), because);
    new ShellReader(this, named).read(text, shell, because);
    nested--;
  }

  /** Follows one command with every value of its variables. */
  void expand(List<String> words, Shell shell, Because because) {
    List<String> before = shell.directories();
    named.count(before.size() * DIRECTORY);
    Set<String> after = new LinkedHashSet<>();
    for (List<String> command : shell.expanded(words)) {
      shell.go(before);
      command(command, shell, because);
      after.addAll(shell.directories());
    }
    shell.go(List.copyOf(after));
  }

  /** Follows one command. */
  void command(List<String> words, Shell shell, Because outer) {
    named.count(0);
    int at = first(words, shell, outer);
    if (at >= words.size()) {
      return;
    }
    List<String> rest = words.subList(at, words.size());
    String program = rest.getFirst();
    Because because = outer.says(String.join(" ", rest));
    List<String> arguments = rest.subList(1, rest.size());
    if (!Shell.isLiteral(program)) {
      scripts.start(program, arguments, shell, outer);
      wrappers.given(arguments, shell, outer);
      return;
    }
    String name = program.substring(program.lastIndexOf('/') + 1);
    if (program.indexOf('/') >= 0) {
      scripts.start(program, arguments, shell, because);
    } else {
      programs.found(name, shell, because);
    }
    options.follow(name, arguments, shell, because);
    if (DECLARATIONS.contains(name)) {
      arguments.forEach(argument -> assigns(argument, shell, outer));
    } else if (Programs.isShell(name)) {
      scripts.shell(arguments, shell, because);
    } else if (name.equals("make") || name.equals("gmake")) {
      make.command(arguments, shell, because);
    } else if (shell.functions().contains(name)) {
      shell.pass(arguments);
      wrappers.given(arguments, shell, outer);
    } else if (!builtin(name, arguments, shell, because)
        && !programs.command(name, arguments, shell, because)
        && !Readers.isOne(name)
        && !(program.indexOf('/') >= 0 && scripts.isThere(program, shell))) {
      wrappers.follow(name, arguments, shell, outer);
    }
  }

  /** Commands of the shell itself that name what it runs. */
  private boolean builtin(String name, List<String> arguments, Shell shell, Because because) {
    switch (name) {
      case "for", "select" -> {
        if (arguments.size() > 2 && arguments.get(1).equals("in")) {
          shell.loop(arguments.getFirst(), arguments.subList(2, arguments.size()));
        } else if (!arguments.isEmpty()) {
          for (String all : shell.values("@")) {
            shell.loop(arguments.getFirst(), List.of(all.strip().split("[ \t\n]+")));
          }
        }
      }
      case "cd", "pushd" -> go(arguments, shell, because);
      case "popd" -> shell.go(shell.anywhere());
      case "set" -> {
        List<String> passed = Options.afterFlags(arguments);
        if (!passed.isEmpty()) {
          shell.pass(passed);
        }
      }
      case "shift" -> shell.shift();
      case "eval" -> shell(String.join(" ", arguments), shell, because);
      case "trap" ->
          arguments.stream().findFirst().ifPresent(text -> shell(text, shell.copy(), because));
      case "alias" -> {
        for (String alias : arguments) {
          shell(alias.substring(alias.indexOf('=') + 1), shell.copy(), because);
        }
      }
      case ".", "source" -> scripts.source(arguments, shell, because);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Where the words of the command itself begin. */
  private int first(List<String> words, Shell shell, Because because) {
    int at = 0;
    boolean isAfterKeyword = false;
    while (at < words.size()) {
      String word = words.get(at);
      if (KEYWORDS.contains(word)) {
        isAfterKeyword = true;
      } else if (isAfterKeyword && (word.equals("-v") || word.equals("-V"))) {
        return words.size(); // It is asked where the command is, and not run.
      } else if (isAfterKeyword && word.equals("-a")) {
        at++;
      } else if (!word.isEmpty()
          && !word.equals("<")
          && !(isAfterKeyword && word.startsWith("-"))
          && !assigns(word, shell, because)) {
        break;
      }
      at++;
    }
    return at;
  }

  /** Gives a variable the value that the word says, if it says one. */
  boolean assigns(String word, Shell shell, Because because) {
    int equals = word.indexOf('=');
    String name = equals < 1 ? "" : word.substring(0, equals);
    boolean isName = ShellCharacters.isName(name);
    if (isName) {
      String value = word.substring(equals + 1);
      shell.assign(name, value);
      environment.variable(name, value, shell, because);
    }
    return isName;
  }

  /**
   * Goes to a directory. Where the base has it, it is there when a step runs; else it may be made
   * before, or going there may fail.
   */
  private void go(List<String> arguments, Shell shell, Because because) {
    String to = arguments.stream().filter(word -> !word.startsWith("-")).findFirst().orElse("");
    Set<String> there = new LinkedHashSet<>();
    Set<String> made = new LinkedHashSet<>();
    Set<String> stays = new LinkedHashSet<>();
    for (String directory : shell.directories()) {
      boolean isThere = named.base().isDirectory(new TreePath(directory));
      for (String name : shell.likely(to)) {
        named
            .directories(directory, name, because)
            .forEach(target -> {
              if (named.base().isDirectory(new TreePath(target))) {
                there.add(target);
              } else {
                stays.add(directory);
                made.addAll(isThere || shell.directories().size() == 1 ? Set.of(target) : Set.of());
              }
            });
      }
    }
    Set<String> reached = new LinkedHashSet<>(there);
    if (there.isEmpty()) {
      reached.addAll(made);
    }
    reached.addAll(stays);
    if (!Shell.isLiteral(to)) {
      named.computed(because, String.join(" ", arguments));
      reached.addAll(shell.anywhere());
    }
    shell.go(List.copyOf(reached));
  }
}
