package dev.gatehouse.policy.closure.make;

import dev.gatehouse.policy.closure.shell.Blanks;
import dev.gatehouse.policy.closure.shell.Brackets;
import dev.gatehouse.policy.closure.shell.Shell;
import dev.gatehouse.policy.closure.shell.ShellText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Functions of make that only rearrange text: what they give is known where their text is. */
final class MakeFunctions {
  /** How many arguments a function has before one that may hold commas. */
  private static final Set<String> OF_ONE =
      Set.of(
          "strip",
          "wildcard",
          "abspath",
          "realpath",
          "sort",
          "basename",
          "dir",
          "notdir",
          "suffix",
          "firstword",
          "lastword");

  private static final Set<String> OF_TWO =
      Set.of("addprefix", "addsuffix", "filter", "filter-out", "word");

  private static final Set<String> OF_THREE = Set.of("subst", "patsubst", "wordlist");

  private MakeFunctions() {}

  /** How many arguments it has; none if it is not such a function. */
  static int arguments(String function) {
    if (OF_ONE.contains(function)) {
      return 1;
    }
    if (OF_TWO.contains(function)) {
      return 2;
    }
    return OF_THREE.contains(function) ? 3 : 0;
  }

  /** What it gives; of a choice among words, all of them. */
  static String apply(String function, List<String> arguments) {
    String text = arguments.getLast();
    String first = arguments.getFirst();
    return switch (function) {
      case "basename" -> each(text, word -> word.substring(0, dot(word)));
      case "suffix" -> each(text, word -> word.substring(dot(word)));
      case "dir" -> each(text, word -> directory(word).isEmpty() ? here(word) : directory(word));
      case "notdir" -> each(text, word -> word.substring(directory(word).length()));
      case "firstword" -> Blanks.words(text).stream().findFirst().orElse("");
      case "lastword" -> Blanks.words(text).isEmpty() ? "" : Blanks.words(text).getLast();
      case "addprefix" -> each(text, word -> first + word);
      case "addsuffix" -> each(text, word -> word + first);
      case "filter", "filter-out" -> filtered(function.equals("filter"), Blanks.words(first), text);
      case "subst" ->
          first.isEmpty() ? text + arguments.get(1) : text.replace(first, arguments.get(1));
      case "patsubst" -> replaced(text, first.strip(), arguments.get(1).strip());
      default -> text;
    };
  }

  /** The words that match one of the patterns, or none; all where one of them is not known. */
  private static String filtered(boolean isKept, List<String> patterns, String text) {
    return patterns.stream().allMatch(Shell::isLiteral)
        ? String.join(
            " ",
            Blanks.words(text).stream()
                .filter(word ->
                    !Shell.isLiteral(word)
                        || isKept
                            == patterns.stream()
                                .anyMatch(pattern ->
                                    word.equals(pattern)
                                        || MakeRule.stem(pattern, word).isPresent()))
                .toList())
        : text;
  }

  /** Each word that a pattern matches, with what another pattern makes of it. */
  static String replaced(String text, String pattern, String replacement) {
    return each(
        text,
        word ->
            MakeRule.stem(pattern, word)
                .map(stem ->
                    replacement.replaceFirst("%", java.util.regex.Matcher.quoteReplacement(stem)))
                .orElse(word.equals(pattern) ? replacement : word));
  }

  /** Whether it is a value of a rule such as {@code $@}, or the directories or files of one. */
  static boolean isOfRule(String name) {
    boolean isPart = name.length() == 2 && (name.endsWith("D") || name.endsWith("F"));
    return (name.length() == 1 || isPart) && "@<^+?*%|".indexOf(name.charAt(0)) >= 0;
  }

  /** The directories or files of such a value, where that is known. */
  static String partOfRule(String name, Map<String, String> ofRule) {
    String whole = ofRule.get(name.substring(0, 1));
    if (whole == null || name.length() == 1) {
      return String.valueOf(ShellText.UNKNOWN);
    }
    return apply(name.endsWith("D") ? "dir" : "notdir", List.of(whole));
  }

  /** The arguments of a function, cut at commas that are in no reference; the last one is whole. */
  static List<String> cut(String text, int max) {
    List<String> arguments = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < text.length() && arguments.size() < max - 1; i++) {
      char c = text.charAt(i);
      if (c == '(' || c == '{') {
        i = Brackets.closing(text, i);
      } else if (c == ',') {
        arguments.add(text.substring(from, i));
        from = i + 1;
      }
    }
    arguments.add(text.substring(Math.min(from, text.length())));
    return arguments;
  }

  private static String each(String text, UnaryOperator<String> change) {
    return String.join(" ", Blanks.words(text).stream().map(change).toList());
  }

  private static String directory(String word) {
    return word.substring(0, word.lastIndexOf('/') + 1);
  }

  /** The directory of a name without one; a name that is not known may have any. */
  private static String here(String word) {
    return Shell.isLiteral(word) ? "./" : ShellText.UNKNOWN + "/";
  }

  private static int dot(String word) {
    int dot = word.lastIndexOf('.');
    return dot > word.lastIndexOf('/') ? dot : word.length();
  }
}
