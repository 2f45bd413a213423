package dev.gatehouse.controlplane.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.FileVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a run made of one path.
 *
 * @param path the path
 * @param kind ADDED, DELETED or CHANGED
 * @param bytes bytes of what is there now; missing where the file was deleted
 * @param added lines that came; missing for what is not text, and behind the bound of the list
 * @param removed lines that went; likewise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PathStat(
    String path, Kind kind, @Nullable Long bytes, @Nullable Long added, @Nullable Long removed) {
  enum Kind {
    ADDED,
    CHANGED,
    DELETED
  }

  static PathStat counted(Change change, long added, long removed) {
    return new PathStat(change.path().text(), kind(change), size(change), added, removed);
  }

  static PathStat uncounted(Change change) {
    return new PathStat(change.path().text(), kind(change), size(change), null, null);
  }

  private static @Nullable Long size(Change change) {
    return change.after().map(FileVersion::size).orElse(null);
  }

  private static Kind kind(Change change) {
    if (change.before().isEmpty()) {
      return Kind.ADDED;
    }
    return change.after().isEmpty() ? Kind.DELETED : Kind.CHANGED;
  }
}
