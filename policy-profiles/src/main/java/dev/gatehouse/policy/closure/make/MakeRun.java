package dev.gatehouse.policy.closure.make;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.policy.closure.base.ClosureBounds;
import dev.gatehouse.policy.closure.base.FileNames;
import dev.gatehouse.policy.closure.base.NamedPaths;
import dev.gatehouse.policy.closure.base.Provenance;
import dev.gatehouse.policy.closure.command.CommandReader;
import dev.gatehouse.policy.closure.make.MakeText.Statement;
import dev.gatehouse.policy.closure.program.Inputs;
import dev.gatehouse.policy.closure.shell.Blanks;
import dev.gatehouse.policy.closure.shell.Globs;
import dev.gatehouse.policy.closure.shell.Shell;
import dev.gatehouse.policy.closure.shell.ShellText;
import dev.gatehouse.policy.path.SandboxView;
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
  private Provenance reading = Provenance.step("");
  private String home = "";
  private int readingDepth;

  /** A rule whose variables may still get other values. */
  private record Written(Statement.Rule statement, Provenance because) {}

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
    call.variables().forEach(variables::set);
    call.overrides().forEach(variables::set);
  }

  /** Takes what the makefiles include, and nothing else of them. */
  void include(Provenance because) {
    call.files().forEach(file -> makefile(file, because, 0));
  }

  /** Takes all that the call reads and runs. */
  void follow(Set<String> always, Provenance because) {
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
  private void lookFor(Provenance because) {
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

  private void makefile(String name, Provenance because, int depth) {
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

  private void makefile(TreePath file, String name, Provenance because, int depth) {
    String outer = home;
    home = FileNames.directory(file.latin1());
    String given = Shell.isLiteral(name) ? name : SandboxView.absolute(file.latin1());
    makefiles.add(given);
    variables.set("MAKEFILE_LIST", given);
    statements(named.base().text(file).orElse(""), because.in(file), depth);
    home = outer;
  }

  private void statements(String text, Provenance because, int depth) {
    ClosureBounds.demand(depth < MAX_DEPTH, "makefiles that include each other", MAX_DEPTH);
    Provenance outer = reading;
    int outerDepth = readingDepth;
    reading = because;
    readingDepth = depth;
    named.count(text.length());
    for (Statement statement : MakeText.read(text)) {
      switch (statement) {
        case Statement.Include(String words) -> included(words, because, depth);
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

  private void included(String names, Provenance because, int depth) {
    for (String word : words(names, because)) {
      makefile(word, because.says("include " + word), depth + 1);
    }
  }

  private void variable(Statement.Variable variable, Provenance because, int depth) {
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

  private void taken(List<String> files, Provenance because) {
    files.forEach(file -> named.name(call.directory(), file, Reach.PATH, because));
  }

  /** Reads what shell texts print, which becomes statements. */
  private void evaluated(Set<String> texts) {
    printed(texts).forEach(file -> makefile(file, reading.says("eval " + file), readingDepth + 1));
  }

  /** A definition may become commands or statements: both are looked at. */
  private void definition(String value, Provenance because, int depth) {
    value.lines().forEach(line -> recipeLine(line, because, Map.of()));
    for (Statement statement : MakeText.read(value)) {
      if (statement instanceof Statement.Include(String words)) {
        included(words, because, depth);
      }
    }
  }

  private void search(String text, Provenance because) {
    for (String directory : words(text.replace(':', ' '), because)) {
      named.directory(call.directory(), directory, because).ifPresent(searched::add);
    }
  }

  /** The words of a text whose variables are known; of the others it is noted that they are not. */
  private List<String> words(String text, Provenance because) {
    List<String> words = new ArrayList<>();
    variables.asked();
    for (String expanded : variables.expanded(text)) {
      for (String word : Blanks.parts(expanded.strip())) {
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

  private void recipeLine(String line, Provenance because, Map<String, String> ofRule) {
    Provenance outer = reading;
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

  private void shell(String text, Provenance because) {
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
    public List<String> words(String text, Provenance because) {
      return MakeRun.this.words(text, because);
    }

    @Override
    public void search(String directories, Provenance because) {
      MakeRun.this.search(directories, because);
    }

    @Override
    public void statements(String text, Provenance because) {
      MakeRun.this.statements(text, because, readingDepth + 1);
    }
  }
}
