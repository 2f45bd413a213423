package dev.gatehouse.policy.closure.python;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.policy.closure.base.NamedPaths;
import dev.gatehouse.policy.closure.base.Provenance;
import dev.gatehouse.policy.closure.program.Interpreters;
import dev.gatehouse.policy.closure.program.Options;
import dev.gatehouse.policy.closure.shell.Shell;
import dev.gatehouse.policy.closure.shell.ShellText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the arguments of pytest. */
public final class Pytest {
  /** Short options that another may follow in the same word, and the letters of {@code -r}. */
  static final String FLAGS = "qvsxlhrfEXpPwaAN";

  private final NamedPaths named;
  private final Interpreters interpreters;
  private final Plugins plugins;
  private final PytestSettings settings;
  private final Set<TreePath> files = new HashSet<>();

  public Pytest(NamedPaths named, Interpreters interpreters, Plugins plugins) {
    this.named = named;
    this.interpreters = interpreters;
    this.plugins = plugins;
    this.settings = new PytestSettings(named, this, plugins);
  }

  public PytestSettings settings() {
    return settings;
  }

  /** An option and its value. */
  private record Option(String name, String value) {}

  /** Follows the arguments of pytest. */
  public void options(List<String> words, Shell shell, Provenance because) {
    Shell inside = shell.copy();
    List<Option> options = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String next = i + 1 < words.size() ? words.get(i + 1) : "";
      if (word.indexOf(ShellText.UNKNOWN) == 0) {
        named.computed(because, String.join(" ", words));
      } else if (word.startsWith("--")) {
        int equals = word.indexOf('=');
        options.add(
            equals < 0
                ? new Option(word, next)
                : new Option(word.substring(0, equals), word.substring(equals + 1)));
      } else if (word.startsWith("-")) {
        cluster(word, next, options);
      } else if (word.startsWith("@")) {
        interpreters.file(word.substring(1), shell, because);
        arguments(word.substring(1), shell, because);
      }
    }
    options.forEach(option -> searched(option, inside, because));
    options.forEach(option -> follow(option, inside, because));
  }

  private static void cluster(String word, String next, List<Option> options) {
    for (int at = 1; at < word.length(); at++) {
      char c = word.charAt(at);
      boolean hasValue = c == 'p' || c == 'c' || c == 'o';
      String rest = word.substring(at + 1);
      if (hasValue) {
        options.add(new Option("-" + c, rest.isEmpty() ? next : rest));
      }
      if (FLAGS.indexOf(c) < 0 || (hasValue && !rest.isEmpty())) {
        return;
      }
    }
  }

  /** Directories in which modules are found because of the option. */
  private void searched(Option option, Shell shell, Provenance because) {
    switch (option.name()) {
      case "-o", "--override-ini" -> {
        for (String entry : setting(option.value(), "pythonpath")) {
          interpreters.importing(entry, shell, because);
          search(entry, shell);
        }
      }
      case "--rootdir", "--confcutdir" -> search(option.value(), shell);
      default -> {
        // Any other option says nothing of directories.
      }
    }
  }

  private static void search(String entry, Shell shell) {
    Set<String> former =
        shell.variables().containsKey("PYTHONPATH") ? shell.values("PYTHONPATH") : Set.of("");
    List.copyOf(former).forEach(value -> shell.assign("PYTHONPATH", value + ":" + entry));
  }

  private static List<String> setting(String value, String key) {
    int equals = value.indexOf('=');
    return equals > 0 && value.substring(0, equals).strip().equals(key)
        ? Options.split(value.substring(equals + 1))
        : List.of();
  }

  private void follow(Option option, Shell shell, Provenance because) {
    String value = option.value();
    switch (option.name()) {
      case "-p" -> plugins.take(value, plugins.directories(shell), because);
      case "-o", "--override-ini" -> {
        List<String> words = setting(value, "addopts");
        if (!words.isEmpty()) {
          options(words, shell, because);
        }
      }
      case "-c", "--config-file" -> {
        interpreters.file(value, shell, because);
        places(value, shell).forEach(place -> settings.follow(place, because.in(place)));
      }
      case "--cov-config", "--rcfile" -> interpreters.file(value, shell, because);
      default -> {
        // Any other option names no file that is loaded.
      }
    }
  }

  private Set<TreePath> places(String name, Shell shell) {
    Set<TreePath> places = new LinkedHashSet<>();
    for (String likely : shell.likely(name)) {
      for (String directory : shell.directories()) {
        Optional<TreePath> place = named.place(directory, likely);
        place.filter(named.base()::isFile).ifPresent(places::add);
      }
    }
    return places;
  }

  /** A file with one argument in each line. */
  private void arguments(String name, Shell shell, Provenance because) {
    for (TreePath place : places(name, shell)) {
      if (files.add(place)) {
        String text = named.base().text(place).orElse("");
        named.count(text.length());
        options(text.lines().map(String::strip).toList(), shell, because.in(place));
      }
    }
  }
}
