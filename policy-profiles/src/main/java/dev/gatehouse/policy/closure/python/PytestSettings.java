package dev.gatehouse.policy.closure.python;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.policy.closure.base.FileNames;
import dev.gatehouse.policy.closure.base.NamedPaths;
import dev.gatehouse.policy.closure.base.Provenance;
import dev.gatehouse.policy.closure.program.Options;
import dev.gatehouse.policy.closure.shell.Shell;
import dev.gatehouse.policy.path.SandboxView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Plug-ins and files that settings of pytest name, in the files that it reads. */
public final class PytestSettings {
  private static final Set<String> SETTINGS =
      Set.of(
          "pytest.ini",
          ".pytest.ini",
          "pytest.toml",
          ".pytest.toml",
          "tox.ini",
          "setup.cfg",
          "pyproject.toml");
  private static final String CONFTEST = "conftest.py";

  private final NamedPaths named;
  private final Pytest pytest;
  private final Plugins plugins;
  private final Set<TreePath> read = new HashSet<>();

  PytestSettings(NamedPaths named, Pytest pytest, Plugins plugins) {
    this.named = named;
    this.pytest = pytest;
    this.plugins = plugins;
  }

  /** Whether pytest reads a file of this name. */
  public static boolean isOne(TreePath path) {
    return SETTINGS.contains(name(path)) || name(path).equals(CONFTEST);
  }

  /** Whether pytest takes a file of this name as a module of tests, if nothing else is set. */
  public static boolean isTestModule(TreePath path) {
    String name = name(path);
    return (name.startsWith("test_") && name.endsWith(".py")) || name.endsWith("_test.py");
  }

  /** Follows what the settings name. */
  public void follow(TreePath path) {
    Provenance because = new Provenance(path.display(), List.of());
    if (name(path).equals(CONFTEST)) {
      named
          .place("", path.latin1())
          .filter(named.base()::isFile)
          .ifPresent(file -> plugins.follow(file, Set.of(directory(path)), because));
    } else {
      follow(path, because);
    }
  }

  /** Follows what a file of settings names, whatever its name is. */
  void follow(TreePath path, Provenance because) {
    if (!read.add(path)) {
      return;
    }
    String text =
        named
            .place("", path.latin1())
            .filter(named.base()::isFile)
            .flatMap(named.base()::text)
            .orElse("");
    named.count(text.length());
    boolean isToml = name(path).endsWith(".toml");
    Set<String> searched = new TreeSet<>(words(text, "pythonpath", isToml));
    Shell shell = in(directory(path), searched);
    for (String entry : searched) {
      named.imports(directory(path), entry, because.says("pythonpath = " + entry));
    }
    List<String> options = words(text, "addopts", isToml);
    if (!options.isEmpty()) {
      pytest.options(options, shell, because.says("addopts = " + String.join(" ", options)));
    }
    plugins.mentioned(text, plugins.directories(shell), because);
  }

  private static List<String> words(String text, String key, boolean isToml) {
    List<String> words = new ArrayList<>();
    for (String value : SettingsText.values(text, key, isToml)) {
      words.addAll(Options.split(value));
    }
    return words;
  }

  private static String name(TreePath path) {
    String text = path.latin1();
    return FileNames.name(text);
  }

  private static String directory(TreePath path) {
    String text = path.latin1();
    return FileNames.directory(text);
  }

  /** A shell in a directory from which modules of these are found too, and those of the root. */
  private static Shell in(String directory, Set<String> searched) {
    Set<String> entries = new TreeSet<>(searched);
    entries.add(SandboxView.MOUNT_POINT);
    return Shell.in(directory, Map.of("PYTHONPATH", Set.of(String.join(":", entries))));
  }
}
