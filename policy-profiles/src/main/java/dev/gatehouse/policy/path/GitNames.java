package dev.gatehouse.policy.path;

/**
 * Names that git or a file system could take for {@code .git} (git's t1014 and t7450 list them).
 */
public final class GitNames {
  private static final String SHORT = "git~";

  private GitNames() {}

  /** Whether a component of the path is such a name. */
  public static boolean in(PathNames path) {
    return path.folded().stream().anyMatch(names -> names.stream().anyMatch(GitNames::isGit));
  }

  /** Whether the path is, or lies below, the sandbox's own repository at the root. */
  public static boolean isSandboxRepository(PathNames path) {
    return path.exact().getFirst().equals(".git")
        && path.folded().stream()
            .noneMatch(names -> names.stream().skip(1).anyMatch(GitNames::isGit));
  }

  /** The name before a colon counts: what follows names a stream of the same file elsewhere. */
  private static boolean isGit(String folded) {
    int colon = folded.indexOf(':');
    String name = colon < 0 ? folded : Format1Folding.fold(folded.substring(0, colon));
    return name.equals(".git") || isShortName(name);
  }

  /** The names that file systems with short names make of it: {@code git~1}, {@code git~2}, … */
  private static boolean isShortName(String name) {
    return name.startsWith(SHORT)
        && name.length() > SHORT.length()
        && name.substring(SHORT.length()).chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
