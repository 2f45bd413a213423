package dev.gatehouse.policy.closure.make;

import dev.gatehouse.policy.closure.shell.Blanks;
import dev.gatehouse.policy.closure.shell.ShellText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/** Values that a text of a makefile may have: a few, or unknown. */
final class MakeValues {
  /** As many are remembered. */
  static final int MAX = 8;

  private static final int MAX_LENGTH = 1 << 16;
  private static final String UNKNOWN = String.valueOf(ShellText.UNKNOWN);

  private MakeValues() {}

  static List<String> few(Set<String> values) {
    return values.size() > MAX ? List.of(UNKNOWN) : List.copyOf(values);
  }

  /** Those whose words no other one has all of: what was added counts, if not all is remembered. */
  static Set<String> longest(Set<String> all, IntConsumer count) {
    all.forEach(value -> count.accept(value.length()));
    List<Set<String>> words = new ArrayList<>();
    all.forEach(value -> words.add(new LinkedHashSet<>(Blanks.words(value))));
    Set<String> longest = new LinkedHashSet<>();
    int at = 0;
    for (String value : all) {
      Set<String> own = words.get(at);
      if (words.stream().noneMatch(each -> each.size() > own.size() && each.containsAll(own))) {
        longest.add(value);
      }
      at++;
    }
    return longest.size() > MAX ? new LinkedHashSet<>(Set.of(UNKNOWN)) : longest;
  }

  /** Appends the first of the values, which is the only one, to each result. */
  static void append(List<StringBuilder> results, List<String> one) {
    results.forEach(result -> result.append(one.getFirst()));
  }

  /** Each result with each of the values behind it. */
  static List<StringBuilder> product(List<StringBuilder> results, List<String> values) {
    boolean isTooMuch =
        results.size() * values.size() > MAX
            || results.getFirst().length() + values.getFirst().length() > MAX_LENGTH;
    List<StringBuilder> all = new ArrayList<>();
    for (StringBuilder result : results) {
      for (String value : isTooMuch ? List.of(UNKNOWN) : values) {
        all.add(new StringBuilder(result).append(value));
      }
    }
    return all;
  }
}
