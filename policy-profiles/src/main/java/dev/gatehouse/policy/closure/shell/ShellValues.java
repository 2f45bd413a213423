package dev.gatehouse.policy.closure.shell;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Values of variables of a shell, and words in which they stand. */
final class ShellValues {
  /** As many values may a variable have that is made from itself. */
  static final int MAX_GROWN = 3;

  private static final String UNKNOWN = String.valueOf(ShellText.UNKNOWN);

  private ShellValues() {}

  /** The longest of the values that are known. */
  static String longest(Set<String> values) {
    return values.stream()
        .filter(Shell::isKnown)
        .max(Comparator.comparingInt(String::length))
        .orElse(UNKNOWN);
  }

  /** Of many values, the one that is in a list to which more was added becomes unknown. */
  static void shorten(Set<String> values, String value) {
    if (values.size() > MAX_GROWN) {
      values.stream()
          .filter(former -> !former.isBlank() && isPart(former, value))
          .max(Comparator.comparingInt(String::length))
          .ifPresent(former -> {
            values.remove(former);
            values.add(UNKNOWN);
          });
    }
  }

  private static boolean isPart(String former, String list) {
    return List.of(" ", ":", "\n").stream()
        .anyMatch(sign -> list.startsWith(former + sign) || list.endsWith(sign + former));
  }

  /** The variables whose values stand in the words. */
  static Set<String> names(List<String> words) {
    Set<String> names = new LinkedHashSet<>();
    for (String word : words) {
      String[] pieces = word.split(String.valueOf(ShellText.VARIABLE), -1);
      for (int i = 1; i < pieces.length - 1; i += 2) {
        names.add(pieces[i]);
      }
    }
    return names;
  }

  /** A word with the values of its variables. */
  static String text(String word, Map<String, String> values) {
    String[] pieces = word.split(String.valueOf(ShellText.VARIABLE), -1);
    StringBuilder text = new StringBuilder(pieces[0]);
    for (int i = 1; i < pieces.length; i++) {
      text.append(i % 2 == 1 ? Globs.of(values.getOrDefault(pieces[i], UNKNOWN)) : pieces[i]);
    }
    return text.toString();
  }
}
