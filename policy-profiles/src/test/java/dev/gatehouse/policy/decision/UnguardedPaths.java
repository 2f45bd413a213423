package dev.gatehouse.policy.decision;

import dev.gatehouse.policy.path.PathPattern;
import dev.gatehouse.policy.path.PatternSet;
import dev.gatehouse.policy.profile.PathRule;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Path rules as they are often implemented, each way with its own gaps. None parses the path: the
 * text has to begin with the workspace. What one lets through shows what a row of the corpus
 * protects from.
 */
enum UnguardedPaths {
  /** Component by component at any depth, in lower case. */
  LOWER_CASE,
  /** Component by component at any depth, letter by letter. */
  AS_WRITTEN,
  /** By the globs of {@code java.nio}, in lower case. */
  GLOBS,
  /** By the same globs, from the beginning of the path. */
  ROOTED;

  static final String WORKSPACE = "/workspace";

  /** Where the path leads. */
  static String place(String text) {
    return text.startsWith("/") ? text : WORKSPACE + "/" + text;
  }

  /** Whether the operation on this path is done at once. */
  Predicate<String> letsThrough(List<PathRule> rules, PathRow.Operation operation) {
    Predicate<String> refused =
        switch (operation) {
          case READ, BASE -> taken(rules, PathRule.Effect.DENY);
          case WRITE, REPLACE, COMMAND, CHANGE ->
              taken(rules, PathRule.Effect.DENY, PathRule.Effect.READONLY, PathRule.Effect.PROTECT);
        };
    return text -> place(text).startsWith(WORKSPACE) && !isGit(text) && !refused.test(text);
  }

  private boolean isGit(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return switch (this) {
      case LOWER_CASE -> components(lower).contains(".git");
      case AS_WRITTEN -> components(text).contains(".git");
      case GLOBS -> lower.startsWith(".git/") || lower.contains("/.git/");
      case ROOTED -> lower.startsWith(".git/");
    };
  }

  private Predicate<String> taken(List<PathRule> rules, PathRule.Effect... effects) {
    return rules.stream()
        .filter(rule -> Arrays.asList(effects).contains(rule.effect()))
        .map(rule -> any(rule.patterns()).and(any(rule.exceptions()).negate()))
        .reduce(_ -> false, Predicate::or);
  }

  private Predicate<String> any(List<PathPattern> patterns) {
    return switch (this) {
      case LOWER_CASE -> {
        PatternSet lower =
            PatternSet.exact(
                patterns.stream().map(each -> new PathPattern(lower(each.text()))).toList());
        yield text -> lower.matches(components(lower(text)));
      }
      case AS_WRITTEN -> {
        PatternSet written = PatternSet.exact(patterns);
        yield text -> written.matches(components(text));
      }
      case GLOBS -> globs(patterns, "");
      case ROOTED -> globs(patterns, "**/");
    };
  }

  private static Predicate<String> globs(List<PathPattern> patterns, String without) {
    List<PathMatcher> globs =
        patterns.stream()
            .map(each -> lower(each.text()))
            .map(text -> text.startsWith(without) ? text.substring(without.length()) : text)
            .map(text -> FileSystems.getDefault().getPathMatcher("glob:" + text))
            .toList();
    return text -> {
      try {
        // Patterns are ASCII: any other character is one that only wildcards take.
        Path path = Path.of(lower(text).replaceAll("[^\\x00-\\x7f]", "_"));
        return globs.stream().anyMatch(each -> each.matches(path));
      } catch (InvalidPathException e) {
        return true;
      }
    };
  }

  private static List<String> components(String text) {
    return List.of(text.split("/", -1));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
