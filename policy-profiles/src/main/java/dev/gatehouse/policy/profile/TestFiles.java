package dev.gatehouse.policy.profile;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.path.PathNames;
import dev.gatehouse.policy.path.PathPattern;
import dev.gatehouse.policy.path.PatternSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which files hold tests, by the names that people and runners give them. */
public final class TestFiles {
  private static final List<PathPattern> PATTERNS =
      Stream.of(
              "**/{test,tests,testing,__tests__,spec,specs}/**",
              "**/{test,conftest}.py",
              "**/test_*",
              "**/*_{test,tests,spec}.*",
              "**/*{Test,Tests,IT}.{java,kt,groovy,scala,cs}",
              "**/*.{test,spec}.{js,cjs,mjs,jsx,ts,tsx}")
          .map(PathPattern::new)
          .toList();

  /** The id of the rule that holds them. */
  public static final String RULE = "tests";

  private final PatternSet set;
  private final NameRules names;

  /** The same, with names compared by these rules. */
  public TestFiles(NameRules names) {
    this.set = PatternSet.folded(PATTERNS, names);
    this.names = names;
  }

  /** The rule that has every change of such a file wait for an operator. */
  public static PathRule held() {
    return new PathRule(
        RULE,
        PathRule.Effect.PROTECT,
        PATTERNS,
        List.of(),
        /* exceptScratch= */ true,
        Optional.of("OPERATOR"),
        "A test that is gone, skipped or rewritten judges nothing.",
        Optional.empty(),
        new Examples<>(
            List.of(WorkspacePath.parse("test_fare.py"), WorkspacePath.parse("tests/data.json")),
            List.of(WorkspacePath.parse("fare.py"), WorkspacePath.parse("docs/testing.md"))),
        Optional.empty());
  }

  /** Whether a path is that of such a file; what only a short name could stand for is none. */
  public boolean has(TreePath path) {
    return PathNames.of(path, names).folded().stream().anyMatch(set::matches);
  }
}
