package dev.gatehouse.policy.closure;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.policy.closure.NamedPaths.Because;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plug-ins and files that settings of pytest name, in the files that it reads by itself. */
final class PytestSettings {
  private static final Set<String> SETTINGS =
      Set.of("pytest.ini", ".pytest.ini", "tox.ini", "setup.cfg", "pyproject.toml");
  private static final String CONFTEST = "conftest.py";

  private static final Pattern NEXT_KEY =
      Pattern.compile("\\s*([A-Za-z_][\\w.-]*\\s*=.*|\\[[^\\]]*\\]\\s*)");
  private static final Pattern PLUGINS =
      Pattern.compile(
          "(?m)^(?!\\s*#).*\\bpytest_plugins\\b(?:[^=\\n]*=|\\.\\w+)"
              + "\\s*(\\[[^\\]]*\\]|\\([^)]*\\)|.*)");
  private static final Pattern QUOTED = Pattern.compile("[\"']([^\"']*)[\"']");

  private final NamedPaths named;
  private final Programs programs;

  PytestSettings(NamedPaths named, Programs programs) {
    this.named = named;
    this.programs = programs;
  }

  /** Whether pytest reads a file of this name. */
  static boolean isOne(TreePath path) {
    return SETTINGS.contains(name(path)) || name(path).equals(CONFTEST);
  }

  /** Follows what the settings name. */
  void follow(TreePath path) {
    String text =
        named
            .place("", path.latin1())
            .filter(named.base()::isFile)
            .flatMap(named.base()::text)
            .orElse("");
    named.count(text.length());
    Because because = new Because(path.display(), List.of());
    String whole = path.latin1();
    String directory = whole.substring(0, Math.max(whole.lastIndexOf('/'), 0));
    if (name(path).equals(CONFTEST)) {
      plugins(text, in("", Set.of(directory)), because);
    } else {
      Set<String> searched = new TreeSet<>(words(value(text, "pythonpath")));
      Shell shell = in(directory, searched);
      for (String entry : searched) {
        named.imports(directory, entry, because.says("pythonpath = " + entry));
      }
      List<String> options = words(value(text, "addopts"));
      if (!options.isEmpty()) {
        programs.pytest(options, shell, because.says("addopts = " + String.join(" ", options)));
      }
    }
  }

  private static String name(TreePath path) {
    String text = path.latin1();
    return text.substring(text.lastIndexOf('/') + 1);
  }

  /** A shell in a directory from which modules of these are found too, and those of the root. */
  private static Shell in(String directory, Set<String> searched) {
    Set<String> entries = new TreeSet<>(searched);
    entries.add("/workspace");
    return Shell.in(directory, Map.of("PYTHONPATH", Set.of(String.join(":", entries))));
  }

  /** A value as these files write it: up to the next key or section. */
  private static String value(String text, String key) {
    StringBuilder value = new StringBuilder();
    Pattern begin = Pattern.compile("\\s*" + key + "\\s*=(.*)");
    boolean isIn = false;
    for (String line : text.split("\n", -1)) {
      Matcher matcher = begin.matcher(line.stripTrailing());
      if (matcher.matches()) {
        isIn = true;
        value.append(' ').append(matcher.group(1));
      } else if (isIn && NEXT_KEY.matcher(line).matches()) {
        isIn = false;
      } else if (isIn && !line.strip().startsWith("#")) {
        value.append(' ').append(line);
      }
    }
    return value.toString();
  }

  private static List<String> words(String value) {
    List<String> words = new ArrayList<>();
    for (String word : value.split("[\\s,\"'\\[\\]]+")) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  private void plugins(String text, Shell shell, Because because) {
    Matcher plugins = PLUGINS.matcher(text);
    while (plugins.find()) {
      Because said = because.says(plugins.group().strip());
      Matcher quoted = QUOTED.matcher(plugins.group(1));
      boolean isNamed = false;
      while (quoted.find()) {
        isNamed = true;
        programs.module(quoted.group(1), shell, said);
      }
      if (!isNamed) {
        named.computed(because, plugins.group().strip());
      }
    }
  }
}
