package dev.gatehouse.policy.closure.make;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.policy.closure.base.FileNames;
import dev.gatehouse.policy.closure.base.NamedPaths;
import dev.gatehouse.policy.closure.base.Provenance;
import dev.gatehouse.policy.closure.command.CommandReader;
import dev.gatehouse.policy.closure.command.MakeCalls;
import dev.gatehouse.policy.closure.program.Inputs;
import dev.gatehouse.policy.closure.shell.Shell;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads how make is called, and has the makefiles read that such a call uses. */
public final class MakeReader implements MakeCalls {
  private static final Set<String> LONG_WITH_VALUE =
      Set.of(
          "--directory",
          "--file",
          "--makefile",
          "--include-dir",
          "--eval",
          "--old-file",
          "--assume-old",
          "--what-if",
          "--new-file",
          "--assume-new");

  /** Variables that give every call more options than its words do. */
  static final List<String> FLAGS = List.of("GNUMAKEFLAGS", "MAKEFLAGS");

  private final NamedPaths named;
  private final CommandReader commands;
  private final Set<String> always = new LinkedHashSet<>();

  public MakeReader(NamedPaths named, CommandReader commands) {
    this.named = named;
    this.commands = commands;
  }

  /** The arguments of a call. */
  static final class Arguments {
    private final List<String> directories = new ArrayList<>();
    private final List<String> files = new ArrayList<>();
    private final List<String> searched = new ArrayList<>();
    private final List<String> goals = new ArrayList<>();
    private final List<String> evaluated = new ArrayList<>();
    private final Map<String, String> overrides = new TreeMap<>();

    List<String> searched() {
      return searched;
    }

    List<String> evaluated() {
      return evaluated;
    }

    Map<String, String> overrides() {
      return overrides;
    }

    private void option(char option, String value) {
      switch (option) {
        case 'C' -> directories.add(value);
        case 'f' -> files.add(value);
        case 'I' -> searched.add(value);
        case 'E' -> evaluated.add(value);
        default -> {
          // The other options name no file that steers anything.
        }
      }
    }
  }

  /** Makefiles that every call reads first. */
  @Override
  public void always(List<String> files, Shell shell, Provenance because) {
    for (String file : files) {
      if (!Shell.isLiteral(file)) {
        named.computed(because, file);
      } else if (always.add(file)) {
        for (String directory : shell.directories()) {
          includesOf(directory, file, because);
        }
      }
    }
  }

  /** The files that a makefile includes, whether a step runs make or not. */
  @Override
  public void includesOf(String directory, String file, Provenance because) {
    Invocation reading =
        new Invocation(
            directory, List.of(file), List.of(), List.of(), Map.of(), Map.of(), List.of());
    commands.later(
        "includes of %s in %s".formatted(file, directory),
        () -> new MakeRun(named, commands, reading).include(because));
  }

  /** Follows a call of make. */
  @Override
  public void command(List<String> words, Shell shell, Provenance because) {
    List<String> inputs = Inputs.inputs(words);
    List<String> all = new ArrayList<>();
    for (String name : FLAGS) {
      for (String flags : shell.variables().getOrDefault(name, Set.of())) {
        all.addAll(flags(flags));
      }
    }
    all.addAll(words);
    Arguments arguments = arguments(all);
    if (arguments.files.removeIf(Inputs::isInput)) {
      arguments.files.addAll(inputs);
      if (inputs.isEmpty()) {
        named.computed(because, "what make reads");
      }
    }
    List<String> directories = shell.directories();
    for (String directory : arguments.directories) {
      directories = below(directories, directory, shell, because);
    }
    List<String> files = new ArrayList<>();
    for (String name : arguments.files) {
      files.addAll(shell.likely(name));
      if (!Shell.isKnown(name)) {
        named.computed(because, "make -f " + name);
      }
    }
    boolean namesFiles = !arguments.files.isEmpty() || words.stream().anyMatch(Inputs::isInput);
    if (files.isEmpty() && namesFiles) {
      return;
    }
    List<String> goals = arguments.goals;
    for (String directory : directories) {
      named.count(shell.size());
      Invocation call =
          new Invocation(
              directory,
              files,
              arguments.searched,
              goals,
              arguments.overrides,
              new TreeMap<>(shell.variables()),
              arguments.evaluated);
      commands.later(
          "make " + call, () -> new MakeRun(named, commands, call).follow(always, because));
    }
  }

  private List<String> below(
      List<String> directories, String name, Shell shell, Provenance because) {
    Set<String> reached = new LinkedHashSet<>();
    if (!Shell.isLiteral(name)) {
      named.computed(because, "make -C " + name);
      reached.addAll(directories);
      reached.addAll(shell.anywhere());
    }
    for (String likely : shell.likely(name)) {
      for (String directory : directories) {
        reached.addAll(named.directories(directory, likely, because));
      }
    }
    return List.copyOf(reached);
  }

  /** The options that a makefile gives the call that reads it, and all that it starts. */
  static Arguments ofFlags(String flags) {
    return arguments(flags(flags));
  }

  /**
   * The options that a variable gives every call: its first word may be short options without their
   * dash.
   */
  private static List<String> flags(String value) {
    List<String> words = new ArrayList<>();
    for (String word : value.strip().split("\\s+")) {
      boolean isBare = words.isEmpty() && !word.startsWith("-") && word.indexOf('=') < 0;
      if (!word.isEmpty() && Shell.isKnown(word) && !word.equals("--")) {
        words.add(isBare ? "-" + word : word);
      }
    }
    return words;
  }

  private static Arguments arguments(List<String> words) {
    Arguments arguments = new Arguments();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String next = i + 1 < words.size() ? words.get(i + 1) : "";
      int equals = word.indexOf('=');
      if (word.startsWith("--")) {
        String name = whole(equals < 0 ? word : word.substring(0, equals));
        if (!name.isEmpty()) {
          arguments.option(letter(name), equals < 0 ? next : word.substring(equals + 1));
          i += equals < 0 ? 1 : 0;
        }
      } else if (word.startsWith("-") && word.length() > 1) {
        i += letters(word, next, arguments);
      } else if (word.equals("<")) {
        i++;
      } else if (equals > 0) {
        String name = word.substring(0, equals);
        arguments.overrides.put(
            name.endsWith(":") ? name.replace(":", "") : name, word.substring(equals + 1));
      } else {
        arguments.goals.add(word);
      }
    }
    return arguments;
  }

  /** The option that takes a value and begins so; empty if there is none. */
  private static String whole(String name) {
    return name.length() <= 3
        ? ""
        : LONG_WITH_VALUE.stream().filter(each -> each.startsWith(name)).findFirst().orElse("");
  }

  private static char letter(String name) {
    return switch (name) {
      case "--directory" -> 'C';
      case "--file", "--makefile" -> 'f';
      case "--include-dir" -> 'I';
      case "--eval" -> 'E';
      default -> 'o';
    };
  }

  /** Short options; whether the next word is the value of the last one. */
  private static int letters(String word, String next, Arguments arguments) {
    for (int i = 1; i < word.length(); i++) {
      char letter = word.charAt(i);
      if ("CfIoWE".indexOf(letter) >= 0) {
        boolean isApart = i + 1 == word.length();
        arguments.option(letter, isApart ? next : word.substring(i + 1));
        return isApart ? 1 : 0;
      }
      if ("jlO".indexOf(letter) >= 0) {
        boolean isNumber = !next.isEmpty() && next.chars().allMatch(c -> c >= '0' && c <= '9');
        return i + 1 == word.length() && letter != 'O' && isNumber ? 1 : 0;
      }
    }
    return 0;
  }

  /** Whether a file of this name is one that make reads. */
  public static boolean isMakefile(TreePath path) {
    String text = path.latin1();
    String name = FileNames.name(text);
    return switch (name) {
      case "GNUmakefile", "makefile", "Makefile" -> true;
      default -> name.endsWith(".mk");
    };
  }
}
