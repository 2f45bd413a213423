package dev.gatehouse.policy;

import dev.gatehouse.evidence.TreePath;
import java.util.List;
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

  private final PatternSet set;
  private final NameRules names;

  /** The same, with names compared by these rules. */
  public TestFiles(NameRules names) {
    this.set = PatternSet.folded(PATTERNS, names);
    this.names = names;
  }

  /** The patterns, as those of a path rule. */
  public static List<PathPattern> patterns() {
    return PATTERNS;
  }

  /** Whether a path is that of such a file. */
  public boolean has(TreePath path) {
    return set.matches(PathNames.of(path, names));
  }
}
