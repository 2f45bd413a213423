package dev.gatehouse.policy.closure.base;

import dev.gatehouse.evidence.TreePath;
import java.util.ArrayList;
import java.util.List;

/**
 * Why something is named.
 *
 * @param where the file or step that names it
 * @param sentences the chain that leads there, from the step on
 */
public record Provenance(String where, List<String> sentences) {
  private static final int MAX_SENTENCES = 16;

  public Provenance {
    sentences = List.copyOf(sentences);
  }

  /** What a step names. */
  public static Provenance step(String id) {
    return new Provenance("step " + id, List.of());
  }

  /** The same, of something that {@code where} says. */
  public Provenance says(String text) {
    List<String> more = new ArrayList<>(sentences);
    if (more.size() < MAX_SENTENCES) {
      more.add("%s: %s".formatted(where, NamedPaths.shown(text)));
    }
    return new Provenance(where, more);
  }

  /** The same, read in a file. */
  public Provenance in(TreePath file) {
    return new Provenance(file.display(), sentences);
  }
}
