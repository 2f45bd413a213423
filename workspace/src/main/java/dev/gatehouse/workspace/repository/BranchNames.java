package dev.gatehouse.workspace.repository;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of new branches: those that {@code git check-ref-format --branch} takes and that no command
 * of git's, and no file system that folds case, could take for another ref.
 */
final class BranchNames {
  private static final Set<String> NAMESPACES = Set.of("refs", "heads", "tags", "remotes");
  private static final Pattern OBJECT_ID = Pattern.compile("[0-9a-fA-F]{40}|[0-9a-fA-F]{64}");

  /** Names directly in git's directory that git reads as refs (gitglossary, pseudoref). */
  private static final Pattern PSEUDO_REF =
      Pattern.compile(
          "(.*/)?head|[a-z_]*_head|auto_merge|bisect_expected_rev|merge_autostash"
              + "|notes_merge_(partial|ref)|stash");

  private BranchNames() {}

  /** Why no repository may have a new branch of that name; empty where it may. */
  static Optional<String> problem(String name) {
    if (!RefNames.isValid(name)) {
      return Optional.of("not a name for a new branch");
    }
    String folded = name.toLowerCase(Locale.ROOT);
    if (NAMESPACES.contains(folded.split("/", 2)[0])) {
      return Optional.of("the name of a branch does not begin with refs, heads, tags or remotes");
    }
    if (OBJECT_ID.matcher(name).matches()) {
      return Optional.of("git takes such a name for an object's id");
    }
    return PSEUDO_REF.matcher(folded).matches()
        ? Optional.of("git gives that name a meaning of its own")
        : Optional.empty();
  }

  /**
   * What stands in the way of a new branch among the refs that a repository has.
   *
   * @param name a name without a {@link #problem}
   * @param refs full names of every ref, each byte a character
   */
  static Optional<String> conflict(String name, Collection<String> refs) {
    String branch = RefNames.HEADS + fold(name);
    List<String> mistaken =
        List.of(
            branch,
            RefNames.TAGS + fold(name),
            "refs/" + fold(name),
            "refs/remotes/" + fold(name),
            "refs/remotes/" + fold(name) + "/head");
    for (String ref : refs) {
      String folded = fold(new String(ref.getBytes(ISO_8859_1), UTF_8));
      if (mistaken.contains(folded)) {
        return Optional.of("the branch could be taken for " + shown(ref));
      }
      boolean below = branch.startsWith(folded + "/");
      if (folded.startsWith(branch + "/") || (below && folded.startsWith(RefNames.HEADS))) {
        return Optional.of(
            "a branch cannot be beside, as one is the other's directory: " + shown(ref));
      }
    }
    return Optional.empty();
  }

  private static String fold(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }

  private static String shown(String ref) {
    return ref.replaceAll("[^!-~]", "?");
  }
}
