package dev.gatehouse.policy.closure.make;

import dev.gatehouse.policy.closure.base.Provenance;
import dev.gatehouse.policy.closure.make.MakeText.Statement;
import dev.gatehouse.policy.closure.shell.Shell;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A rule of a makefile whose variables are known.
 *
 * @param statement the rule as it is written
 * @param because where it stands
 * @param targets its targets, patterns among them
 * @param stems patterns that say what {@code %} stands for in the prerequisites of its targets;
 *     empty where the targets do
 * @param sources its prerequisites
 */
record MakeRule(
    Statement.Rule statement,
    Provenance because,
    List<String> targets,
    List<String> stems,
    List<String> sources) {

  /** The rule with every value that its variables have. */
  static MakeRule of(Statement.Rule statement, Provenance because, MakeVariables variables) {
    String text = statement.prerequisites();
    int sign = MakeText.sign(text, 0);
    int colon = sign >= 0 && text.charAt(sign) == ':' ? sign : -1;
    return new MakeRule(
        statement,
        because,
        words(statement.targets(), variables),
        colon < 0 ? List.of() : words(text.substring(0, colon), variables),
        words(text.substring(colon + 1), variables));
  }

  /** The rules of patterns that it is if it is a rule of suffixes: {@code .a.b:} is one. */
  List<MakeRule> ofSuffixes() {
    List<MakeRule> rules = new ArrayList<>();
    for (String target : sources.isEmpty() && hasRecipe() ? targets : List.<String>of()) {
      int second = target.indexOf('.', 1);
      boolean isOne = target.startsWith(".") && second > 1 && target.indexOf('/') < 0;
      if (isOne && target.indexOf('.', second + 1) < 0) {
        List<String> made = List.of("%" + target.substring(second));
        List<String> source = List.of("%" + target.substring(0, second));
        rules.add(new MakeRule(statement, because, made, List.of(), source));
      }
    }
    return rules;
  }

  boolean hasRecipe() {
    return statement.recipe().stream().anyMatch(line -> !line.isBlank());
  }

  /** Whether all its targets and prerequisites are known. */
  boolean isKnown() {
    return areKnown(targets) && areKnown(sources);
  }

  static boolean areKnown(List<String> words) {
    return words.stream().allMatch(Shell::isLiteral);
  }

  /** What {@code %} stands for where the rule is of this target. */
  Optional<String> stem(String name) {
    if (targets.contains(name)) {
      return Optional.of(
          stems.stream().flatMap(pattern -> stem(pattern, name).stream()).findFirst().orElse(""));
    }
    return stems.isEmpty()
        ? targets.stream().flatMap(pattern -> stem(pattern, name).stream()).findFirst()
        : Optional.empty();
  }

  /** The prerequisites where {@code %} stands for this. */
  List<String> sources(String stem) {
    List<String> names = new ArrayList<>();
    sources.forEach(name -> names.add(name.replace("%", stem)));
    return names;
  }

  static List<String> words(String text, MakeVariables variables) {
    Set<String> words = new LinkedHashSet<>();
    for (String expanded : variables.expanded(text)) {
      for (String word : expanded.strip().split("[ \t\n|]+")) {
        if (!word.isEmpty()) {
          words.add(word);
        }
      }
    }
    return List.copyOf(words);
  }

  /** What the percent sign of a pattern stands for where the pattern is this word. */
  static Optional<String> stem(String pattern, String target) {
    int percent = pattern.indexOf('%');
    if (percent < 0) {
      return Optional.empty();
    }
    String before = pattern.substring(0, percent);
    String after = pattern.substring(percent + 1);
    boolean matches =
        target.length() >= before.length() + after.length()
            && target.startsWith(before)
            && target.endsWith(after);
    return matches
        ? Optional.of(target.substring(before.length(), target.length() - after.length()))
        : Optional.empty();
  }
}
