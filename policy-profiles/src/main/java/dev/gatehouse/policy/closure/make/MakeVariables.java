package dev.gatehouse.policy.closure.make;

import dev.gatehouse.policy.closure.shell.Blanks;
import dev.gatehouse.policy.closure.shell.Brackets;
import dev.gatehouse.policy.closure.shell.Shell;
import dev.gatehouse.policy.closure.shell.ShellText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Variables of makefiles, each with every value that the text gives it. */
final class MakeVariables {
  private static final int MAX_DEPTH = 16;

  /** As long may a value become to which others are added. */
  private static final int MAX_LIST = 1 << 12;

  private static final String UNKNOWN = String.valueOf(ShellText.UNKNOWN);

  private final Map<String, Set<String>> values = new HashMap<>();
  private final Readers readers;
  private Set<String> asked = new LinkedHashSet<>();

  /**
   * What reads texts that an expansion has read.
   *
   * @param shell reads the text of a shell function
   * @param statements reads the text of an eval function
   * @param printed reads what shell functions print, where that becomes statements
   * @param count counts each look at a variable, and how long its values are
   */
  record Readers(
      Consumer<String> shell,
      Consumer<String> statements,
      Consumer<Set<String>> printed,
      IntConsumer count) {}

  /** No variables but those of the environment. */
  MakeVariables(Map<String, Set<String>> environment, Readers readers) {
    this.readers = readers;
    environment.forEach((name, all) -> all.forEach(value -> set(name, value.replace("$", "$$"))));
    set("MAKE", "make");
    set("SHELL", "/bin/sh");
  }

  void set(String name, String value) {
    values.computeIfAbsent(name, each -> new LinkedHashSet<>()).add(value);
  }

  /** The names of those that have a value. */
  Set<String> names() {
    return new TreeSet<>(values.keySet());
  }

  void add(String name, String value) {
    Set<String> all = new LinkedHashSet<>();
    for (String former : values.getOrDefault(name, Set.of(""))) {
      all.add(former);
      all.add(former.length() + value.length() > MAX_LIST ? UNKNOWN : former + " " + value);
    }
    values.put(name, all.size() > MakeValues.MAX ? MakeValues.longest(all, readers.count()) : all);
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
        MakeValues.append(results, List.of(text.substring(at)));
        break;
      }
      MakeValues.append(results, List.of(text.substring(at, dollar)));
      char c = text.charAt(dollar + 1);
      if (c == '$') {
        MakeValues.append(results, List.of("$"));
        at = dollar + 2;
      } else if (c == '(' || c == '{') {
        int end = Brackets.closing(text, dollar + 1);
        String inner = text.substring(dollar + 2, Math.min(end, text.length()));
        results = MakeValues.product(results, reference(inner, ofRule, depth + 1));
        at = Math.min(end + 1, text.length());
      } else {
        results = MakeValues.product(results, variable(String.valueOf(c), ofRule, depth + 1));
        at = dollar + 2;
      }
    }
    return results.stream().map(StringBuilder::toString).distinct().toList();
  }

  private List<String> reference(String inner, Map<String, String> ofRule, int depth) {
    String function = MakeText.firstWord(inner);
    if (function.length() == inner.length()) {
      return named(inner, ofRule, depth);
    }
    String text = inner.substring(function.length()).strip();
    return switch (function) {
      case "shell" -> {
        expanded(text, ofRule, depth).forEach(this::shell);
        yield text.equals("pwd") ? variable("CURDIR", ofRule, depth) : List.of(UNKNOWN);
      }
      case "file" -> {
        boolean isRead = text.startsWith("<");
        expanded(isRead ? text.substring(1) : text, ofRule, depth)
            .forEach(name -> shell(isRead ? "cat " + name : "true"));
        yield List.of(isRead ? UNKNOWN : "");
      }
      case "eval" -> {
        Set<String> outer = asked;
        asked = new LinkedHashSet<>();
        List<String> statements = expanded(text, ofRule, depth);
        statements.forEach(readers.statements());
        if (statements.stream().anyMatch(each -> each.contains(UNKNOWN))) {
          asked.addAll(outer);
        }
        readers.printed().accept(asked);
        outer.addAll(asked);
        asked = outer;
        yield List.of("");
      }
      case "info", "warning", "error" -> {
        expanded(text, ofRule, depth);
        yield List.of("");
      }
      case "if" -> anyOf(MakeFunctions.cut(text, 3), 1, ofRule, depth);
      case "or", "and" -> anyOf(MakeFunctions.cut(text, MakeValues.MAX), 0, ofRule, depth);
      case "foreach" -> forEach(MakeFunctions.cut(text, 3), ofRule, depth);
      case "call" -> call(MakeFunctions.cut(text, MakeValues.MAX), ofRule, depth);
      default -> rearranged(function, text, inner, ofRule, depth);
    };
  }

  private void shell(String text) {
    asked.add(text);
    readers.shell().accept(text);
  }

  /** What shell functions ran since the last call. */
  Set<String> asked() {
    Set<String> all = asked;
    asked = new LinkedHashSet<>();
    return all;
  }

  /** A variable whose name may be computed, and whose words may get another ending. */
  private List<String> named(String inner, Map<String, String> ofRule, int depth) {
    int colon = inner.indexOf('$') < 0 ? inner.indexOf(':') : -1;
    int equals = inner.indexOf('=', colon + 1);
    if (colon >= 0 && equals > colon) {
      String from = inner.substring(colon + 1, equals);
      String to = inner.substring(equals + 1);
      boolean isPattern = from.indexOf('%') >= 0;
      return variable(inner.substring(0, colon), ofRule, depth).stream()
          .map(text ->
              MakeFunctions.replaced(
                  text, isPattern ? from : "%" + from, isPattern ? to : "%" + to))
          .distinct()
          .toList();
    }
    Set<String> all = new LinkedHashSet<>();
    for (String name : expanded(inner, ofRule, depth)) {
      all.addAll(Shell.isLiteral(name) ? variable(name, ofRule, depth) : List.of(UNKNOWN));
    }
    return MakeValues.few(all);
  }

  private List<String> rearranged(
      String function, String text, String inner, Map<String, String> ofRule, int depth) {
    List<String> arguments =
        MakeFunctions.cut(text, Math.max(MakeFunctions.arguments(function), 1));
    if (arguments.size() != MakeFunctions.arguments(function)) {
      return unknown(inner, ofRule, depth);
    }
    Set<String> all = new LinkedHashSet<>();
    for (List<String> values : combined(arguments, ofRule, depth)) {
      all.add(MakeFunctions.apply(function, values));
    }
    return MakeValues.few(all);
  }

  /** What any of the texts may be, from one on. */
  private List<String> anyOf(List<String> texts, int from, Map<String, String> ofRule, int depth) {
    Set<String> all = new LinkedHashSet<>();
    for (int i = 0; i < texts.size(); i++) {
      List<String> values = expanded(texts.get(i).strip(), ofRule, depth);
      all.addAll(i < from ? List.of() : values);
    }
    if (from > 0 && texts.size() < 3) {
      all.add("");
    }
    return MakeValues.few(all);
  }

  private List<String> forEach(List<String> arguments, Map<String, String> ofRule, int depth) {
    if (arguments.size() < 3) {
      return List.of("");
    }
    List<StringBuilder> results = new ArrayList<>(List.of(new StringBuilder()));
    Set<String> words = new LinkedHashSet<>();
    for (String list : expanded(arguments.get(1), ofRule, depth)) {
      words.addAll(Blanks.words(list));
    }
    for (String name : expanded(arguments.getFirst().strip(), ofRule, depth)) {
      for (String word : words) {
        Map<String, String> inside = new HashMap<>(ofRule);
        inside.put(name, word);
        results = MakeValues.product(results, expanded(arguments.get(2), inside, depth));
        MakeValues.append(results, List.of(" "));
      }
    }
    return results.stream().map(StringBuilder::toString).distinct().toList();
  }

  private List<String> call(List<String> arguments, Map<String, String> ofRule, int depth) {
    Set<String> all = new LinkedHashSet<>();
    for (List<String> values : combined(arguments, ofRule, depth)) {
      Map<String, String> inside = new HashMap<>(ofRule);
      for (int i = 0; i < values.size(); i++) {
        inside.put(String.valueOf(i), values.get(i));
      }
      all.addAll(variable(values.getFirst().strip(), inside, depth));
    }
    return MakeValues.few(all);
  }

  /** Every combination of what the texts may be. */
  private List<List<String>> combined(List<String> texts, Map<String, String> ofRule, int depth) {
    List<List<String>> combined = List.of(List.of());
    for (String text : texts) {
      List<String> values = expanded(text, ofRule, depth);
      List<List<String>> more = new ArrayList<>();
      for (List<String> former : combined) {
        for (String value :
            combined.size() * values.size() > MakeValues.MAX ? List.of(UNKNOWN) : values) {
          List<String> next = new ArrayList<>(former);
          next.add(value);
          more.add(next);
        }
      }
      combined = more;
    }
    return combined;
  }

  /** What is computed is unknown; the commands in it run all the same. */
  private List<String> unknown(String inner, Map<String, String> ofRule, int depth) {
    expanded(inner, ofRule, depth);
    return List.of(UNKNOWN);
  }

  private List<String> variable(String name, Map<String, String> ofRule, int depth) {
    String known = ofRule.get(name);
    if (known != null) {
      readers.count().accept(known.length());
      return List.of(known);
    }
    if (MakeFunctions.isOfRule(name)) {
      return List.of(MakeFunctions.partOfRule(name, ofRule));
    }
    List<String> all = new ArrayList<>();
    for (String value : values.getOrDefault(name, Set.of(""))) {
      readers.count().accept(value.length());
      all.addAll(expanded(value, ofRule, depth));
    }
    return MakeValues.few(new LinkedHashSet<>(all));
  }
}
