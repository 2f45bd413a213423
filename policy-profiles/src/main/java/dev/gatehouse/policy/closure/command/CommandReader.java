package dev.gatehouse.policy.closure.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.policy.closure.base.ClosureBounds;
import dev.gatehouse.policy.closure.base.FileNames;
import dev.gatehouse.policy.closure.base.NamedPaths;
import dev.gatehouse.policy.closure.base.Provenance;
import dev.gatehouse.policy.closure.program.ProgramNames;
import dev.gatehouse.policy.closure.program.Readers;
import dev.gatehouse.policy.closure.shell.Shell;
import dev.gatehouse.policy.closure.shell.ShellCharacters;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Follows commands to the files that they start or read commands from. */
public final class CommandReader {
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
  private final MakeCalls make;
  private final Wrappers wrappers;
  private final ShellBuiltins builtins;
  private final LoadOptions options;
  private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
  private final Set<Digest> visited = new HashSet<>();
  private int nested;

  /**
   * Reads commands.
   *
   * @param make gives what reads makefiles, for this reader of commands
   */
  public CommandReader(NamedPaths named, Function<CommandReader, MakeCalls> make) {
    this.named = named;
    this.programs = new Programs(named);
    this.scripts = new Scripts(named, this);
    this.make = make.apply(this);
    this.wrappers = new Wrappers(named, this);
    this.builtins = new ShellBuiltins(named, this);
    this.options = new LoadOptions(named, programs.interpreters(), this);
    this.environment = new Environment(named, programs, this, this.make);
  }

  /** Follows what a step runs, to the end. */
  public void step(PlannedCommand command) {
    Map<String, Set<String>> variables = new TreeMap<>();
    command.env().forEach((name, value) -> variables.put(name, Set.of(value)));
    Shell shell = Shell.in("", variables);
    Provenance because = Provenance.step(command.step());
    command.env().forEach((name, value) -> environment.variable(name, value, shell, because));
    command(command.argv(), shell, because);
    finish();
  }

  /** Follows the includes of a makefile that no step may name. */
  public void includesOf(TreePath makefile) {
    String path = makefile.latin1();
    make.includesOf(
        FileNames.directory(path),
        FileNames.name(path),
        new Provenance(makefile.display(), List.of()));
    finish();
  }

  /** Follows settings of pytest. */
  public void settings(TreePath path) {
    programs.pytest().settings().follow(path);
    finish();
  }

  /** Follows the plug-ins that modules of tests name. */
  public void tests(List<TreePath> modules) {
    programs.plugins().tests(modules, Set.of(""));
    finish();
  }

  private void finish() {
    while (!queue.isEmpty()) {
      queue.removeFirst().run();
    }
  }

  /** Does it later, and once. */
  public void later(String key, Runnable reading) {
    if (isNew(key)) {
      queue.addLast(reading);
    }
  }

  /** Whether this is asked for the first time. */
  boolean isNew(String key) {
    return visited.add(Digest.of(key.getBytes(UTF_8)));
  }

  public Scripts scripts() {
    return scripts;
  }

  Wrappers wrappers() {
    return wrappers;
  }

  LoadOptions options() {
    return options;
  }

  public Environment environment() {
    return environment;
  }

  /** Follows all commands of a shell text. */
  public void shell(String text, Shell shell, Provenance because) {
    ClosureBounds.demand(nested < MAX_NESTED, "shell texts in each other", MAX_NESTED);
    nested++;
    programs.plugins().mentioned(text, shell.directories(), because);
    new ShellFollower(this, named).read(text, shell, because);
    nested--;
  }

  /** Follows one command with every value of its variables. */
  void expand(List<String> words, Shell shell, Provenance because) {
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
  void command(List<String> words, Shell shell, Provenance outer) {
    named.count(0);
    int at = first(words, shell, outer);
    if (at >= words.size()) {
      return;
    }
    List<String> rest = words.subList(at, words.size());
    String program = rest.getFirst();
    Provenance because = outer.says(String.join(" ", rest));
    List<String> arguments = rest.subList(1, rest.size());
    if (!Shell.isLiteral(program)) {
      scripts.start(program, arguments, shell, outer);
      wrappers.given(arguments, shell, outer);
      return;
    }
    String name = FileNames.name(program);
    if (program.indexOf('/') >= 0) {
      scripts.start(program, arguments, shell, because);
    } else {
      programs.found(name, shell, because);
    }
    options.follow(name, arguments, shell, because);
    if (DECLARATIONS.contains(name)) {
      arguments.forEach(argument -> assigns(argument, shell, outer));
    } else if (ProgramNames.isShell(name)) {
      scripts.shell(arguments, shell, because);
    } else if (name.equals("make") || name.equals("gmake")) {
      make.command(arguments, shell, because);
    } else if (shell.functions().contains(name)) {
      shell.pass(arguments);
      wrappers.given(arguments, shell, outer);
    } else if (!builtins.command(name, arguments, shell, because)
        && !programs.command(name, arguments, shell, because)
        && !Readers.isOne(name)
        && !(program.indexOf('/') >= 0 && scripts.isThere(program, shell))) {
      wrappers.follow(name, arguments, shell, outer);
    }
  }

  /** Where the words of the command itself begin. */
  private int first(List<String> words, Shell shell, Provenance because) {
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
  boolean assigns(String word, Shell shell, Provenance because) {
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
}
