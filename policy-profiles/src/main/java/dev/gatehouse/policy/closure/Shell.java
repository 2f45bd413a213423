package dev.gatehouse.policy.closure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a shell knows while its text is read: where it may be, and its variables. */
final class Shell {
  private static final int MAX_VALUE = 4096;

  /** What every step finds in its environment. */
  private static final Map<String, String> OF_STEPS =
      Map.of("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME", "/tmp");

  private final List<String> home;
  private final Map<String, String> variables;
  private List<String> directories;

  private Shell(List<String> home, List<String> directories, Map<String, String> variables) {
    this.home = home;
    this.directories = directories;
    this.variables = variables;
  }

  /** A shell that begins in one of these directories of the tree. */
  static Shell in(List<String> directories, Map<String, String> variables) {
    return new Shell(List.copyOf(directories), List.copyOf(directories), new TreeMap<>(variables));
  }

  /** One whose changes stay its own. */
  Shell copy() {
    return new Shell(home, directories, new TreeMap<>(variables));
  }

  /** The same for a script that lies there and may go to its own directory. */
  Shell forScript(String directory) {
    Set<String> all = new LinkedHashSet<>(directories);
    all.add(directory);
    return new Shell(List.copyOf(all), directories, new TreeMap<>(variables));
  }

  /** Where it may be; empty is the root of the tree. */
  List<String> directories() {
    return directories;
  }

  /** Where it began, and where its script lies. */
  List<String> home() {
    return home;
  }

  void go(List<String> to) {
    directories = List.copyOf(to);
  }

  Map<String, String> variables() {
    return variables;
  }

  /** A second value makes a variable unknown: which one counts is known when it runs. */
  void assign(String name, String value) {
    String known = variables.getOrDefault(name, value);
    variables.put(
        name,
        known.equals(value) && value.length() <= MAX_VALUE
            ? value
            : String.valueOf(ShellText.UNKNOWN));
  }

  /** A word with the values of its variables. */
  String expanded(String word) {
    if (word.indexOf(ShellText.VARIABLE) < 0) {
      return word;
    }
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < word.length()) {
      int begin = word.indexOf(ShellText.VARIABLE, at);
      int end = begin < 0 ? -1 : word.indexOf(ShellText.VARIABLE, begin + 1);
      if (end < 0) {
        return text.append(word, at, word.length()).toString();
      }
      text.append(word, at, begin).append(value(word.substring(begin + 1, end)));
      at = end + 1;
    }
    return text.toString();
  }

  private String value(String name) {
    boolean isHere = name.equals("PWD") || name.equals("CURDIR");
    if (isHere && directories.size() == 1) {
      return "/workspace/" + directories.getFirst();
    }
    return variables.getOrDefault(
        name, OF_STEPS.getOrDefault(name, String.valueOf(ShellText.UNKNOWN)));
  }
}
