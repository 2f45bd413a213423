package dev.gatehouse.policy.closure.python;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.policy.closure.base.FileNames;
import dev.gatehouse.policy.closure.base.NamedPaths;
import dev.gatehouse.policy.closure.base.Provenance;
import dev.gatehouse.policy.closure.shell.Shell;
import dev.gatehouse.policy.closure.shell.ShellCharacters;
import dev.gatehouse.policy.closure.shell.ShellText;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Modules that pytest loads as plug-ins: each is taken, and read for those that it names. */
public final class Plugins {
  private static final String PACKAGE = "/__init__.py";

  /** Commands for which an option of this letter names no plug-in. */
  private static final Set<String> OTHERS = Set.of("mkdir", "cp", "rmdir", "install", "read", "ps");

  private static final String BETWEEN = " \t\r\n\"',\\=";
  private static final int MAX_CLUSTER = 16;

  /** As many bytes of test modules are read for plug-ins that they name. */
  private static final long MAX_TESTS = 1 << 19;

  private final NamedPaths named;
  private final Set<String> seen = new HashSet<>();
  private final Set<String> asked = new HashSet<>();
  private final Deque<Runnable> queue = new ArrayDeque<>();
  private final Map<String, Set<String>> places = new HashMap<>();
  private boolean isReading;

  public Plugins(NamedPaths named) {
    this.named = named;
  }

  /** Where the interpreter looks for modules in the tree. */
  public Set<String> directories(Shell shell) {
    Set<String> directories = new LinkedHashSet<>(shell.directories());
    for (String value : shell.values("PYTHONPATH")) {
      for (String entry : value.split(":")) {
        for (String likely : shell.likely(entry)) {
          shell.directories().stream()
              .flatMap(directory -> named.place(directory, likely).stream())
              .forEach(place -> directories.add(place.latin1()));
        }
      }
    }
    return directories;
  }

  /** Takes plug-ins by their names, which commas may separate. */
  public void take(String names, Set<String> directories, Provenance because) {
    for (String name : names.split(",")) {
      one(name.strip(), directories, because);
    }
    read();
  }

  /** Reads a module that pytest loads anyway. */
  void follow(TreePath file, Set<String> directories, Provenance because) {
    later(file, PluginNames.ROOTS, directories, because);
    read();
  }

  /** Reads the modules of tests, as far as they are read. */
  public void tests(List<TreePath> files, Set<String> directories) {
    long bytes = 0;
    for (TreePath file : files) {
      long size = named.base().size(file);
      if (bytes + size > MAX_TESTS) {
        named.computed(
            new Provenance(file.display(), List.of()),
            "plug-ins that test modules from here on name");
        return;
      }
      bytes += size;
      follow(file, directories, new Provenance(file.display(), List.of()));
    }
  }

  private void read() {
    if (isReading) {
      return;
    }
    isReading = true;
    while (!queue.isEmpty()) {
      queue.removeFirst().run();
    }
    isReading = false;
  }

  private void one(String name, Set<String> directories, Provenance because) {
    if (!Shell.isKnown(name)) {
      named.computed(because, name);
      return;
    }
    boolean isWhole = name.indexOf(ShellText.GLOB) < 0;
    if (!isModule(name) || name.indexOf(ShellText.GLOB) == 0) {
      return;
    }
    named.count(0);
    if (!asked.add(name + "\0" + directories)) {
      return;
    }
    String path = name.replace('.', '/');
    Set<String> all = new LinkedHashSet<>(directories);
    all.add("");
    all.addAll(isWhole ? places(path) : Set.of());
    for (String directory : all) {
      take(directory, path, all, because);
    }
  }

  private void take(String directory, String path, Set<String> directories, Provenance because) {
    for (String file : List.of(path + ".py", path + PACKAGE)) {
      named.names(directory, file, Reach.PATH, because).stream()
          .filter(named.base()::isFile)
          .forEach(each -> later(each, PluginNames.ROOTS, directories, because));
    }
    // Other kinds of modules of this name.
    named.names(directory, path + "." + ShellText.GLOB, Reach.PATH, because);
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      shadow(directory, path.substring(0, slash) + ".py", because);
    }
  }

  /** A file that would come first if it were there; what the base has is product code. */
  public void shadow(String directory, String name, Provenance because) {
    if (named.place(directory, name).filter(named.base()::isFile).isEmpty()) {
      named.name(directory, name, Reach.PATH, because);
    }
  }

  private void later(
      TreePath file, Set<String> roots, Set<String> directories, Provenance because) {
    if (!seen.add(file.latin1() + "\0" + new TreeSet<>(roots))) {
      return;
    }
    if (!named.base().isReadable(file)) {
      named.computed(because, "%s is too large to be read".formatted(file.display()));
      return;
    }
    queue.addLast(() -> read(file, roots, directories, because.in(file)));
  }

  private void read(TreePath file, Set<String> roots, Set<String> directories, Provenance because) {
    String text = named.base().text(file).orElse("");
    named.count(text.length());
    String path = file.latin1();
    Set<String> all = new LinkedHashSet<>(directories);
    all.add(FileNames.directory(path));
    for (PluginNames.Found found : PluginNames.of(text, roots)) {
      Provenance said = because.says(found.text());
      if (found.isComputed()) {
        named.computed(because, found.text());
      }
      for (String name : found.strings()) {
        if (!PluginNames.ROOTS.contains(name)) {
          take(pattern(name), all, said);
        }
      }
      Set<String> names = new TreeSet<>(PluginNames.ROOTS);
      names.addAll(found.names());
      for (String module : found.modules()) {
        imported(module, names, all, said);
      }
    }
  }

  /** A module of the base that names of plug-ins come from. */
  private void imported(String module, Set<String> names, Set<String> from, Provenance because) {
    String name = module.startsWith(".") ? module.replaceFirst("^\\.+", "") : module;
    String path = name.replace('.', '/');
    for (String directory : name.isEmpty() ? Set.<String>of() : places(path)) {
      for (String file : List.of(path + ".py", path + PACKAGE)) {
        if (named.place(directory, file).filter(named.base()::isFile).isPresent()) {
          named
              .name(directory, file, Reach.PATH, because)
              .ifPresent(each -> later(each, names, from, because));
        }
      }
    }
  }

  /** A text that is filled in, as a pattern. */
  private static String pattern(String text) {
    return text.length() > MAX_CLUSTER * MAX_CLUSTER
        ? text
        : text.replaceAll("%(\\(\\w*\\))?[sdr]|\\{[^{}]*\\}", String.valueOf(ShellText.GLOB));
  }

  private static boolean isModule(String name) {
    boolean isPlain =
        !name.isEmpty() && name.charAt(0) != '.' && !name.endsWith(".") && !name.contains("..");
    return isPlain
        && name.chars()
            .allMatch(c -> ShellCharacters.isNameCharacter((char) c) || c == '.' || c >= 0x80);
  }

  /** The directories of the base in which it has such a module, wherever Python looks. */
  private Set<String> places(String path) {
    if (places.isEmpty()) {
      places.put("", new TreeSet<>());
      for (TreePath file : named.base().below(new TreePath("")).keySet()) {
        String text = file.latin1();
        String module =
            text.endsWith(PACKAGE)
                ? text.substring(0, text.length() - PACKAGE.length())
                : text.endsWith(".py") ? text.substring(0, text.length() - 3) : "";
        String last = FileNames.name(module);
        places.computeIfAbsent(last, each -> new TreeSet<>()).add(module);
      }
    }
    Set<String> found = new TreeSet<>();
    for (String module : places.getOrDefault(FileNames.name(path), Set.of())) {
      named.count(0);
      if (module.equals(path)) {
        found.add("");
      } else if (module.endsWith("/" + path)) {
        found.add(module.substring(0, module.length() - path.length() - 1));
      }
    }
    return found;
  }

  /**
   * Takes modules of the base that an option in a text names, whatever the text does with it: in an
   * array, in a value for want of another, in a text that is written elsewhere.
   */
  public void mentioned(String text, Collection<String> directories, Provenance because) {
    for (int at = text.indexOf('-'); at >= 0; at = text.indexOf('-', at + 1)) {
      int end = at + 1;
      int most = Math.min(text.length(), end + MAX_CLUSTER);
      while (end < most && Pytest.FLAGS.indexOf(text.charAt(end)) >= 0) {
        end++;
        if (text.charAt(end - 1) == 'p') {
          mentioned(text, at, end, directories, because);
        }
      }
    }
    read();
  }

  private void mentioned(
      String text, int at, int end, Collection<String> directories, Provenance because) {
    int from = end;
    int most = Math.min(text.length(), end + MAX_CLUSTER);
    while (from < most && BETWEEN.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    int to = from;
    most = Math.min(text.length(), from + MAX_CLUSTER * MAX_CLUSTER);
    while (to < most && isModule(text.substring(to, to + 1).replace('.', '_'))) {
      to++;
    }
    String name = text.substring(from, to);
    if (!isModule(name) || OTHERS.contains(before(text, at))) {
      return;
    }
    String path = name.replace('.', '/');
    Set<String> known = new LinkedHashSet<>(directories);
    known.addAll(List.of("", "src"));
    boolean isThere =
        places(path).stream()
            .anyMatch(directory -> name.indexOf('.') > 0 || known.contains(directory));
    if (isThere) {
      one(name, new LinkedHashSet<>(directories), because.says(text.substring(at, to)));
    }
  }

  /** The word before that place, without blanks. */
  private static String before(String text, int at) {
    int end = at;
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
      end--;
    }
    int from = end;
    while (from > 0
        && end - from < MAX_CLUSTER
        && ShellCharacters.isNameCharacter(text.charAt(from - 1))) {
      from--;
    }
    return text.substring(from, end);
  }
}
