package dev.gatehouse.policy.closure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Variables of makefiles, each with every value that the text gives it. */
final class MakeVariables {
  private static final int MAX_VALUES = 8;
  private static final int MAX_DEPTH = 16;
  private static final int MAX_LENGTH = 1 << 16;
  private static final String UNKNOWN = String.valueOf(ShellText.UNKNOWN);

  private final Map<String, Set<String>> values = new HashMap<>();
  private final Consumer<String> shell;
  private final Runnable count;

  /**
   * No variables but those of the environment.
   *
   * @param shell reads the text of a shell function
   * @param count counts each look at a variable
   */
  MakeVariables(Map<String, String> environment, Consumer<String> shell, Runnable count) {
    this.shell = shell;
    this.count = count;
    environment.forEach((name, value) -> set(name, value.replace("$", "$$")));
    set("MAKE", "make");
    set("SHELL", "/bin/sh");
  }

  void set(String name, String value) {
    values.computeIfAbsent(name, each -> new LinkedHashSet<>()).add(value);
  }

  void add(String name, String value) {
    Set<String> all = new LinkedHashSet<>();
    for (String former : values.getOrDefault(name, Set.of(""))) {
      all.add(former);
      all.add(former + " " + value);
    }
    values.put(name, all.size() > MAX_VALUES ? new LinkedHashSet<>(Set.of(UNKNOWN)) : all);
  }

  /** Every text that this may become; what is not known is {@link ShellText#UNKNOWN}. */
  List<String> expanded(String text) {
    return expanded(text, Map.of(), 0);
  }

  /** The same, with values of a rule such as {@code $@}. */
  List<String> expanded(String text, Map<String, String> ofRule) {
    return expanded(text, ofRule, 0);
  }

  private List<String> expanded(String text, Map<String, String> ofRule, int depth) {
    if (text.indexOf('$') < 0) {
      return List.of(text);
    }
    if (depth > MAX_DEPTH) {
      return List.of(UNKNOWN);
    }
    List<StringBuilder> results = new ArrayList<>(List.of(new StringBuilder()));
    int at = 0;
    while (at < text.length()) {
      int dollar = text.indexOf('$', at);
      if (dollar < 0 || dollar == text.length() - 1) {
        append(results, List.of(text.substring(at)));
        break;
      }
      append(results, List.of(text.substring(at, dollar)));
      char c = text.charAt(dollar + 1);
      if (c == '$') {
        append(results, List.of("$"));
        at = dollar + 2;
      } else if (c == '(' || c == '{') {
        int end = Brackets.closing(text, dollar + 1);
        String inner = text.substring(dollar + 2, Math.min(end, text.length()));
        results = product(results, reference(inner, ofRule, depth + 1));
        at = Math.min(end + 1, text.length());
      } else {
        results = product(results, variable(String.valueOf(c), ofRule, depth + 1));
        at = dollar + 2;
      }
    }
    return results.stream().map(StringBuilder::toString).distinct().toList();
  }

  private List<String> reference(String inner, Map<String, String> ofRule, int depth) {
    String function = MakeText.firstWord(inner);
    if (function.length() == inner.length()) {
      boolean isPlain = inner.indexOf('$') < 0 && inner.indexOf(':') < 0 && inner.indexOf(',') < 0;
      return isPlain ? variable(inner, ofRule, depth) : unknown(inner, ofRule, depth);
    }
    String argument = inner.substring(function.length()).strip();
    return switch (function) {
      case "shell" -> {
        expanded(argument, ofRule, depth).forEach(shell);
        yield List.of(UNKNOWN);
      }
      case "strip", "wildcard" -> expanded(argument, ofRule, depth);
      default -> unknown(inner, ofRule, depth);
    };
  }

  /** What is computed is unknown; the commands in it run all the same. */
  private List<String> unknown(String inner, Map<String, String> ofRule, int depth) {
    expanded(inner, ofRule, depth);
    return List.of(UNKNOWN);
  }

  private List<String> variable(String name, Map<String, String> ofRule, int depth) {
    count.run();
    String known = ofRule.get(name);
    if (known != null) {
      return List.of(known);
    }
    if (name.length() == 1 && "@<^+?*%|".indexOf(name.charAt(0)) >= 0) {
      return List.of(UNKNOWN);
    }
    List<String> all = new ArrayList<>();
    for (String value : values.getOrDefault(name, Set.of(""))) {
      all.addAll(expanded(value, ofRule, depth));
    }
    return all.size() > MAX_VALUES ? List.of(UNKNOWN) : all.stream().distinct().toList();
  }

  private static void append(List<StringBuilder> results, List<String> one) {
    results.forEach(result -> result.append(one.getFirst()));
  }

  private static List<StringBuilder> product(List<StringBuilder> results, List<String> values) {
    boolean isTooMuch =
        results.size() * values.size() > MAX_VALUES
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
