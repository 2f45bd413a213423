package dev.gatehouse.policy.closure.make;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** From which files make makes others by rules of its own (GNU make 4.3, {@code make -p}). */
public final class Remakes {
  /** What follows a name in those that it is made from. */
  static final List<String> SUFFIXES =
      List.of(
          ".a",
          ".c",
          ".cc",
          ".ch",
          ".cpp",
          ".def",
          ".dvi",
          ".el",
          ".elc",
          ".f",
          ".h",
          ".info",
          ".l",
          ".ln",
          ".m",
          ".mod",
          ".o",
          ".out",
          ".p",
          ".r",
          ".s",
          ".sh",
          ".sym",
          ".tex",
          ".texi",
          ".texinfo",
          ".txinfo",
          ".w",
          ".web",
          ".y",
          ".yl",
          ".ym",
          ",v");

  /** How often one file is made from another that is made itself. */
  private static final int CHAIN = 3;

  private Remakes() {}

  /**
   * Which names make could make from a file.
   *
   * @param name the components of the file's path, in lower case
   */
  public static Set<List<String>> of(List<String> name) {
    Set<List<String>> made = new LinkedHashSet<>();
    Set<List<String>> last = Set.of(name);
    for (int i = 0; i < CHAIN; i++) {
      Set<List<String>> next = new LinkedHashSet<>();
      last.forEach(each -> next.addAll(once(each)));
      made.addAll(next);
      last = next;
    }
    return made;
  }

  private static Set<List<String>> once(List<String> name) {
    Set<List<String>> made = new LinkedHashSet<>();
    if (name.isEmpty()) {
      return made;
    }
    String last = name.getLast();
    List<String> directory = name.subList(0, name.size() - 1);
    Set<String> names = new LinkedHashSet<>();
    for (String suffix : SUFFIXES) {
      if (last.length() > suffix.length() && last.endsWith(suffix)) {
        names.add(last.substring(0, last.length() - suffix.length()));
      }
    }
    if (last.length() > 2 && last.startsWith("s.")) {
      names.add(last.substring(2));
    }
    names.forEach(each -> made.add(with(directory, each)));
    boolean isKept =
        !directory.isEmpty()
            && (directory.getLast().equals("rcs") || directory.getLast().equals("sccs"));
    if (isKept) {
      List<String> above = directory.subList(0, directory.size() - 1);
      names.add(last);
      names.forEach(each -> made.add(with(above, each)));
    }
    return made;
  }

  private static List<String> with(List<String> directory, String name) {
    List<String> path = new ArrayList<>(directory);
    path.add(name);
    return path;
  }
}
