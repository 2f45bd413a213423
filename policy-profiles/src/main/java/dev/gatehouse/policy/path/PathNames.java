package dev.gatehouse.policy.path;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import java.util.List;

/**
 * The components of a path, as they are and folded.
 *
 * @param exact the components
 * @param folded the same as {@link NameRules#readings} has them, one list for each reading
 */
public record PathNames(List<String> exact, List<List<String>> folded) {

  public static PathNames of(WorkspacePath path, NameRules rules) {
    return of(path.components(), rules);
  }

  /**
   * Names that are not UTF-8 are read byte by byte, so that no name goes unseen. The empty path is
   * the whole tree.
   */
  public static PathNames of(TreePath path, NameRules rules) {
    String text = path.text().orElseGet(() -> new String(path.bytes(), ISO_8859_1));
    return text.isEmpty()
        ? new PathNames(List.of(), List.of(List.of()))
        : of(List.of(text.split("/", -1)), rules);
  }

  private static PathNames of(List<String> components, NameRules rules) {
    return new PathNames(components, rules.readings(components));
  }
}
