package dev.gatehouse.policy.path;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One component of a pattern.
 *
 * @param literals the names it takes as they are
 * @param wild alternatives that hold a wildcard, as code points
 */
record ComponentGlob(Set<String> literals, List<int[]> wild) {
  private static final int MAX_ALTERNATIVES = 1024;

  /** Reads a component; braces are expanded, and may not nest. */
  static ComponentGlob of(String component) {
    TreeSet<String> literals = new TreeSet<>();
    List<int[]> wild = new ArrayList<>();
    for (String alternative : expand(component)) {
      if (alternative.indexOf('*') >= 0 || alternative.indexOf('?') >= 0) {
        wild.add(alternative.codePoints().toArray());
      } else {
        literals.add(alternative);
      }
    }
    return new ComponentGlob(literals, wild);
  }

  /** The component for matching folded names. */
  ComponentGlob folded(NameRules rules) {
    return new ComponentGlob(
        literals.stream().map(rules::foldLiteral).collect(Collectors.toSet()),
        wild.stream()
            .map(ComponentGlob::text)
            .map(text -> rules.foldWild(text).codePoints().toArray())
            .toList());
  }

  /** Whether the name is one of these, or could be the short form of one. */
  boolean matchesShort(String name) {
    return matches(name)
        || (ShortName.isShort(name)
            && Stream.concat(literals.stream(), wild.stream().map(ComponentGlob::text))
                .anyMatch(text -> ShortName.abbreviates(name, text)));
  }

  private static String text(int[] points) {
    return new String(points, 0, points.length);
  }

  boolean isLiteral() {
    return wild.isEmpty();
  }

  boolean matches(String name) {
    if (literals.contains(name)) {
      return true;
    }
    if (wild.isEmpty()) {
      return false;
    }
    for (int[] glob : wild) {
      if (matches(glob, name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(int[] glob, String name) {
    int last = glob.length - 1;
    // Most globs end as they are written, and most names end otherwise.
    boolean endsOtherwise =
        glob[last] != '*'
            && glob[last] != '?'
            && (name.isEmpty() || name.codePointBefore(name.length()) != glob[last]);
    return !endsOtherwise && matches(glob, name.codePoints().toArray());
  }

  /** Linear but for the last star: on a mismatch only that star takes one character more. */
  private static boolean matches(int[] glob, int[] name) {
    int g = 0;
    int n = 0;
    int star = -1;
    int retry = 0;
    while (n < name.length) {
      if (g < glob.length && glob[g] == '*') {
        star = g++;
        retry = n;
      } else if (g < glob.length && (glob[g] == '?' || glob[g] == name[n])) {
        g++;
        n++;
      } else if (star >= 0) {
        g = star + 1;
        n = ++retry;
      } else {
        return false;
      }
    }
    while (g < glob.length && glob[g] == '*') {
      g++;
    }
    return g == glob.length;
  }

  private static List<String> expand(String component) {
    int open = component.indexOf('{');
    int close = component.indexOf('}');
    if (open < 0 && close < 0) {
      return List.of(component);
    }
    if (open < 0 || close < open || component.substring(open + 1, close).indexOf('{') >= 0) {
      throw new IllegalArgumentException("braces of a pattern come in pairs and do not nest");
    }
    List<String> result = new ArrayList<>();
    for (String choice : component.substring(open + 1, close).split(",", -1)) {
      for (String rest : expand(component.substring(close + 1))) {
        String alternative = component.substring(0, open) + choice + rest;
        if (alternative.isEmpty() || result.size() >= MAX_ALTERNATIVES) {
          throw new IllegalArgumentException(
              "braces stand for 1 to %s names, none empty".formatted(MAX_ALTERNATIVES));
        }
        result.add(alternative);
      }
    }
    return result;
  }
}
