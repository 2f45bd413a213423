package dev.gatehouse.workspace.repository;

import dev.gatehouse.evidence.GitId;
import java.util.List;
import java.util.regex.Pattern;

/** Names of branches and tags as they may come from outside: a part of what git allows. */
final class RefNames {
  static final String HEADS = "refs/heads/";
  static final String TAGS = "refs/tags/";
  static final String RUNS = "refs/gatehouse/runs/";

  /** Where a mirror keeps the commit that the origin's HEAD names. */
  static final String ORIGIN_HEAD = "refs/gatehouse/origin-head";

  /**
   * Below it stands the name of the branch that the origin's HEAD names, with the branch's commit:
   * name and commit are read at once.
   */
  static final String ORIGIN_HEAD_BRANCH = "refs/gatehouse/origin-head-branch/";

  private static final Pattern COMPONENT =
      Pattern.compile("[A-Za-z0-9_+#=,%@][A-Za-z0-9._+#=,%@-]*");
  private static final int MAX_LENGTH = 200;

  private RefNames() {}

  /** Whether {@code name} can stand after {@code refs/heads/} (git-check-ref-format). */
  static boolean isValid(String name) {
    return name.length() <= MAX_LENGTH
        && !name.contains("..")
        && !name.equals("@")
        && List.of(name.split("/", -1)).stream()
            .allMatch(component ->
                COMPONENT.matcher(component).matches()
                    && !component.endsWith(".lock")
                    && !component.endsWith("."));
  }

  /** What a revision may stand for, as full names and ids, in the order in which they are tried. */
  static List<String> candidates(String revision) {
    if (GitId.isHex(revision)) {
      return List.of(revision);
    }
    if (revision.equals("HEAD")) {
      return List.of(ORIGIN_HEAD);
    }
    if (!isValid(revision)) {
      return List.of();
    }
    if (revision.startsWith(HEADS) || revision.startsWith(TAGS)) {
      return List.of(revision);
    }
    return List.of(HEADS + revision, TAGS + revision);
  }
}
