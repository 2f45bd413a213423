package dev.gatehouse.policy.closure;

import dev.gatehouse.policy.closure.MakeText.Statement;
import dev.gatehouse.policy.closure.NamedPaths.Because;
import java.util.Optional;

/**
 * A rule of a makefile.
 *
 * @param statement the rule
 * @param because where it stands
 */
record MakeRule(Statement.Rule statement, Because because) {

  boolean hasRecipe() {
    return statement.recipe().stream().anyMatch(line -> !line.isBlank());
  }

  /** What {@code %} stands for where {@code pattern} takes {@code target}. */
  static Optional<String> stem(String pattern, String target) {
    int percent = pattern.indexOf('%');
    if (percent < 0) {
      return pattern.equals(target) ? Optional.of("") : Optional.empty();
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
