package dev.gatehouse.policy.closure.command;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.policy.closure.base.NamedPaths;
import dev.gatehouse.policy.closure.base.Provenance;
import dev.gatehouse.policy.closure.program.Options;
import dev.gatehouse.policy.closure.shell.Blanks;
import dev.gatehouse.policy.closure.shell.Shell;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Commands of the shell itself that change where it is, what its words are, or what it runs. */
final class ShellBuiltins {
  private final NamedPaths named;
  private final CommandReader commands;

  ShellBuiltins(NamedPaths named, CommandReader commands) {
    this.named = named;
    this.commands = commands;
  }

  /** Follows a command; whether it is one of the shell itself. */
  boolean command(String name, List<String> arguments, Shell shell, Provenance because) {
    switch (name) {
      case "for", "select" -> {
        if (arguments.size() > 2 && arguments.get(1).equals("in")) {
          shell.loop(arguments.getFirst(), arguments.subList(2, arguments.size()));
        } else if (!arguments.isEmpty()) {
          for (String all : shell.values("@")) {
            shell.loop(arguments.getFirst(), Blanks.parts(all.strip()));
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
      case "eval" -> commands.shell(String.join(" ", arguments), shell, because);
      case "trap" ->
          arguments.stream()
              .findFirst()
              .ifPresent(text -> commands.shell(text, shell.copy(), because));
      case "alias" -> {
        for (String alias : arguments) {
          commands.shell(alias.substring(alias.indexOf('=') + 1), shell.copy(), because);
        }
      }
      case ".", "source" -> commands.scripts().source(arguments, shell, because);
      default -> {
        return false;
      }
    }
    return true;
  }

  /**
   * Goes to a directory. Where the base has it, it is there when a step runs; else it may be made
   * before, or going there may fail.
   */
  private void go(List<String> arguments, Shell shell, Provenance because) {
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
