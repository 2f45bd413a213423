package dev.gatehouse.policy.closure.make;

import dev.gatehouse.policy.closure.base.Provenance;
import dev.gatehouse.policy.closure.command.CommandReader;
import dev.gatehouse.policy.closure.command.Environment;
import dev.gatehouse.policy.closure.program.Options;
import dev.gatehouse.policy.closure.shell.Blanks;
import dev.gatehouse.policy.closure.shell.Shell;
import dev.gatehouse.policy.closure.shell.ShellCharacters;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Variables of makefiles that mean something to make itself, or to all that it starts. */
final class MakeSettings {
  /** The target that exports all. */
  private static final String ALL = ".EXPORT_ALL_VARIABLES";

  /** As long may names and values be that are exported. */
  private static final int MAX_EXPORTED = 1 << 12;

  private final CommandReader commands;
  private final MakeVariables variables;
  private final Place place;
  private final Map<String, Set<String>> environment;
  private final Set<String> included;
  private final Set<String> exported = new LinkedHashSet<>();
  private final Invocation call;
  private boolean exportsAll;

  /** The makefile that is read. */
  interface Place {
    /** The shell of a recipe. */
    Shell here();

    /** Whether a step runs make. */
    boolean followsCommands();

    /** The words of a text with variables. */
    List<String> words(String text, Provenance because);

    /** Has make look for targets there too. */
    void search(String directories, Provenance because);

    /** Reads a text as if it stood there. */
    void statements(String text, Provenance because);
  }

  MakeSettings(CommandReader commands, MakeVariables variables, Invocation call, Place place) {
    this.commands = commands;
    this.call = call;
    this.variables = variables;
    this.place = place;
    this.environment = new TreeMap<>(call.environment());
    this.included = new LinkedHashSet<>(call.searched());
  }

  /** What a recipe finds in its environment. */
  Map<String, Set<String>> environment() {
    return environment;
  }

  /** Directories in which make looks for includes. */
  Set<String> included() {
    return included;
  }

  /** Follows what a variable names. */
  void follow(String name, String value, Provenance because) {
    switch (name) {
      case "VPATH" -> place.search(value.replace(':', ' '), because);
      case "SHELL" -> {
        for (String shell : place.words(value, because)) {
          if (shell.indexOf('/') >= 0) {
            Provenance said = because.says("SHELL = " + shell);
            commands.scripts().start(shell, List.of(), place.here(), said);
          }
        }
      }
      case ".SHELLFLAGS" -> {
        Provenance said = because.says(name + " = " + value);
        for (String flags : variables.expanded(value)) {
          commands.scripts().shell(Options.split(flags), place.here(), said);
        }
      }
      case "MAKEFLAGS", "GNUMAKEFLAGS" -> {
        variables.expanded(value).forEach(flags -> flags(name, flags, because));
      }
      default -> {
        if (place.followsCommands() && Environment.isOne(name)) {
          for (String expanded : variables.expanded(value)) {
            export(name, expanded);
            commands.environment().variable(name, expanded, place.here(), because);
          }
        }
      }
    }
  }

  /** Variables that commands find in their environment; without a name, all. */
  void exported(List<String> names) {
    for (String all : names) {
      exportsAll |= all.isBlank();
      exported.addAll(Blanks.words(all));
    }
  }

  /** Puts into the environment what is exported, when all makefiles are read. */
  void export(List<MakeRule> rules) {
    exportsAll |= rules.stream().anyMatch(rule -> rule.targets().contains(ALL));
    exported.addAll(call.overrides().keySet());
    int size = 0;
    for (String name : exportsAll ? variables.names() : exported) {
      boolean isName = ShellCharacters.isName(name) && !environment.containsKey(name);
      for (String value : isName ? variables.expanded("$(" + name + ")") : List.<String>of()) {
        size += name.length() + value.length();
        if (size <= MAX_EXPORTED) {
          export(name, value);
        }
      }
    }
  }

  /** Options in a variable of make count from there on, and for each make that it starts. */
  private void flags(String name, String flags, Provenance because) {
    MakeReader.Arguments arguments = MakeReader.ofFlags(flags);
    included.addAll(arguments.searched());
    export(name, flags);
    arguments.evaluated().forEach(text -> place.statements(text, because));
    arguments
        .overrides()
        .forEach((each, value) -> place.statements("%s = %s".formatted(each, value), because));
  }

  private void export(String name, String value) {
    Set<String> all = new TreeSet<>(environment.getOrDefault(name, Set.of()));
    all.add(value);
    environment.put(name, all);
  }
}
