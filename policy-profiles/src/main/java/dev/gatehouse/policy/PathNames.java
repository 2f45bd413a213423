package dev.gatehouse.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import java.util.List;

/**
 * The components of a path, as they are and folded.
 *
 * @param exact the components
 * @param folded the same after {@link Folding}
 */
record PathNames(List<String> exact, List<String> folded) {

  static PathNames of(WorkspacePath path) {
    return of(path.components());
  }

  /** Names that are not UTF-8 are read byte by byte, so that no name goes unseen. */
  static PathNames of(TreePath path) {
    String text = path.text().orElseGet(() -> new String(path.bytes(), ISO_8859_1));
    return of(List.of(text.split("/", -1)));
  }

  private static PathNames of(List<String> components) {
    return new PathNames(components, Folding.fold(components));
  }
}
