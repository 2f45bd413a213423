package dev.gatehouse.policy.closure;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.policy.closure.MakeReader.Invocation;
import dev.gatehouse.policy.closure.MakeText.Statement;
import dev.gatehouse.policy.closure.NamedPaths.Because;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The makefiles of one call, read as make reads them. */
final class MakeRun {
  private static final List<String> LOOKED_FOR = List.of("GNUmakefile", "makefile", "Makefile");
  private static final int MAX_DEPTH = 64;

  private final NamedPaths named;
  private final CommandReader commands;
  private final Invocation call;
  private final MakeVariables variables;
  private final Set<TreePath> read = new HashSet<>();
  private final Set<String> makefiles = new LinkedHashSet<>();
  private final Set<String> searched = new LinkedHashSet<>();
  private final MakeSettings settings;
  private final List<Written> rules = new ArrayList<>();
  private boolean followsCommands;
  private boolean isOneShell;
  private Because reading = Because.step("");
  private String home = "";
  private int readingDepth;

  /** A rule whose variables may still get other values. */
  private record Written(Statement.Rule statement, Because because) {}

  MakeRun(NamedPaths named, CommandReader commands, Invocation call) {
    this.named = named;
    this.commands = commands;
    this.call = call;
    this.variables =
        new MakeVariables(
            call.environment(),
            new MakeVariables.Readers(
                text -> shell(text, reading),
                text -> statements(text, reading, readingDepth + 1),
                this::evaluated,
                named::count));
    this.settings = new MakeSettings(commands, variables, call, new Place());
    Shell.OF_STEPS.forEach((name, value) -> {
      if (!call.environment().containsKey(name)) {
        variables.set(name, value);
      }
    });
    variables.set("CURDIR", "/workspace/" + call.directory());
    variables.set("PWD", "/workspace/" + call.directory());
    variables.set("MAKECMDGOALS", String.join(" ", call.goals()));
    call.overrides().forEach(variables::set);
  }

  /** Takes what the makefiles include, and nothing else of them. */
  void include(Because because) {
    call.files().forEach(file -> makefile(file, because, 0));
  }

  /** Takes all that the call reads and runs. */
  void follow(Set<String> always, Because because) {
    followsCommands = true;
    call.overrides().forEach((name, value) -> settings.follow(name, value, because));
    always.forEach(file -> makefile(file, because, 0));
    if (call.files().isEmpty()) {
      lookFor(because);
    }
    call.files().stream().filter(Shell::isKnown).forEach(file -> makefile(file, because, 0));
    call.evaluated().forEach(text -> statements(text, because, 0));
    List<MakeRule> known = new ArrayList<>();
    for (Written rule : rules) {
      known.add(MakeRule.of(rule.statement(), rule.because(), variables));
    }
    settings.export(known);
    isOneShell = known.stream().anyMatch(rule -> rule.targets().contains(".ONESHELL"));
    new MakeTargets(named, variables, call, known, searched, this::recipe)
        .follow(makefiles, because);
  }

  /** Of the names that it looks for, make reads the first that is there. */
  private void lookFor(Because because) {
    boolean found = false;
    for (String name : LOOKED_FOR) {
      Optional<TreePath> place = named.name(call.directory(), name, Reach.PATH, because);
      if (!found && place.filter(named.base()::isFile).isPresent()) {
        found = true;
        makefile(name, because, 0);
      }
    }
    if (!found) {
      makefiles.addAll(LOOKED_FOR);
    }
  }

  private void makefile(String name, Because because, int depth) {
    makefiles.add(name);
    Set<String> places = new LinkedHashSet<>(List.of(call.directory()));
    if (!name.startsWith("/")) {
      for (String directory : settings.included()) {
        Optional.of(directory)
            .filter(Shell::isLiteral)
            .flatMap(each -> named.directory(call.directory(), each, because))
            .ifPresent(places::add);
      }
    }
    for (String place : places) {
      named.count(0);
      named.names(place, name, Reach.PATH, because).stream()
          .filter(named.base()::isFile)
          .filter(read::add)
          .forEach(file -> makefile(file, name, because, depth));
    }
  }

  private void makefile(TreePath file, String name, Because because, int depth) {
    String outer = home;
    home = file.latin1().substring(0, Math.max(file.latin1().lastIndexOf('/'), 0));
    if (Shell.isLiteral(name)) {
      variables.set("MAKEFILE_LIST", name);
    } else {
      makefiles.add("/workspace/" + file.latin1());
      variables.set("MAKEFILE_LIST", "/workspace/" + file.latin1());
    }
    statements(named.base().text(file).orElse(""), because.in(file), depth);
    home = outer;
  }

  private void statements(String text, Because because, int depth) {
    ClosureBounds.demand(depth < MAX_DEPTH, "makefiles that include each other", MAX_DEPTH);
    Because outer = reading;
    int outerDepth = readingDepth;
    reading = because;
    readingDepth = depth;
    named.count(text.length());
    for (Statement statement : MakeText.read(text)) {
      switch (statement) {
        case Statement.Include(String words) -> {
          for (String word : words(words, because)) {
            makefile(word, because.says("include " + word), depth + 1);
          }
        }
        case Statement.Load(String words) -> {
          for (String word : words(words, because)) {
            String object = word.replaceFirst("[(].*", "");
            named.name(call.directory(), object, Reach.PATH, because.says("load " + word));
          }
        }
        case Statement.Variable variable -> variable(variable, because, depth);
        case Statement.Rule rule -> rules.add(new Written(rule, because));
        case Statement.Searched(String words) -> search(words, because);
        case Statement.Exported(String names) -> settings.exported(variables.expanded(names));
      }
    }
    reading = outer;
    readingDepth = outerDepth;
  }

  private void variable(Statement.Variable variable, Because because, int depth) {
    String text = variable.value();
    String value = variable.isCommand() ? "$(shell " + text + ")" : text;
    boolean runs = value.contains("(shell ") || value.contains("{shell ");
    if (runs || variable.name().isEmpty()) {
      variables.expanded(value);
    }
    for (String name : variables.expanded(variable.name())) {
      if (name.isEmpty() || !Shell.isLiteral(name)) {
        continue;
      }
      if (variable.adds()) {
        variables.add(name, value);
      } else {
        variables.set(name, value);
      }
      settings.follow(name, value, because);
    }
    if (value.indexOf('\n') >= 0) {
      definition(value, because, depth);
    }
  }

  /** The files that shell texts print. */
  private List<String> printed(Set<String> texts) {
    return Inputs.printed(texts, word -> commands.scripts().isThere(word, here()));
  }

  private void taken(List<String> files, Because because) {
    files.forEach(file -> named.name(call.directory(), file, Reach.PATH, because));
  }

  /** Reads what shell texts print, which becomes statements. */
  private void evaluated(Set<String> texts) {
    printed(texts).forEach(file -> makefile(file, reading.says("eval " + file), readingDepth + 1));
  }

  /** A definition may become commands or statements: both are looked at. */
  private void definition(String value, Because because, int depth) {
    value.lines().forEach(line -> recipeLine(line, because, Map.of()));
    for (Statement statement : MakeText.read(value)) {
      if (statement instanceof Statement.Include(String words)) {
        for (String word : words(words, because)) {
          makefile(word, because.says("include " + word), depth + 1);
        }
      }
    }
  }

  private void search(String text, Because because) {
    for (String directory : words(text.replace(':', ' '), because)) {
      named.directory(call.directory(), directory, because).ifPresent(searched::add);
    }
  }

  /** The words of a text whose variables are known; of the others it is noted that they are not. */
  private List<String> words(String text, Because because) {
    List<String> words = new ArrayList<>();
    variables.asked();
    for (String expanded : variables.expanded(text)) {
      for (String word : expanded.strip().split("[ \t\n]+")) {
        if (!Shell.isKnown(word)) {
          named.computed(because, text);
          taken(printed(variables.asked()), because);
        }
        words.addAll(here().likely(Globs.of(word)));
      }
    }
    return words;
  }

  private void recipe(MakeRule rule, Map<String, String> ofRule) {
    List<String> lines = rule.statement().recipe();
    List<String> texts = isOneShell ? List.of(String.join("\n", lines)) : lines;
    texts.forEach(text -> recipeLine(text, rule.because(), ofRule));
  }

  private void recipeLine(String line, Because because, Map<String, String> ofRule) {
    Because outer = reading;
    reading = because;
    variables.asked();
    for (String text : variables.expanded(line, ofRule)) {
      int start = MakeText.command(text);
      shell(text.substring(start), because);
      int unknown = text.indexOf(ShellText.UNKNOWN, start);
      if (followsCommands && unknown == start) {
        printed(variables.asked())
            .forEach(file -> commands.scripts().read(file, List.of(), here(), because));
      } else if (unknown > start) {
        // What is printed becomes text of the shell: it may end the command, or set variables.
        taken(printed(variables.asked()), because);
      }
    }
    reading = outer;
  }

  private void shell(String text, Because because) {
    if (followsCommands) {
      commands.shell(text, here(), because);
    }
  }

  private Shell here() {
    return Shell.in(call.directory(), settings.environment()).forScript(home, List.of());
  }

  /** Where the text stands that is read. */
  private final class Place implements MakeSettings.Place {
    @Override
    public Shell here() {
      return MakeRun.this.here();
    }

    @Override
    public boolean followsCommands() {
      return followsCommands;
    }

    @Override
    public List<String> words(String text, Because because) {
      return MakeRun.this.words(text, because);
    }

    @Override
    public void search(String directories, Because because) {
      MakeRun.this.search(directories, because);
    }

    @Override
    public void statements(String text, Because because) {
      MakeRun.this.statements(text, because, readingDepth + 1);
    }
  }
}
