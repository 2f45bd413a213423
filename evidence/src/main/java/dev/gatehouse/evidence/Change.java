package dev.gatehouse.evidence;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.util.Optional;

/**
 * One path with what it was and what it becomes; at least one of both is present.
 *
 * @param path the path that changes
 * @param before what the tree has there; empty where there is no file
 * @param after what it will have; empty where the file is deleted
 */
public record Change(
    WorkspacePath path, Optional<FileVersion> before, Optional<FileVersion> after) {
  public Change {
    if (before.isEmpty() && after.isEmpty()) {
      throw new IllegalArgumentException("a change has a before or an after");
    }
  }

  /** The change that undoes this one. */
  public Change reversed() {
    return new Change(path, after, before);
  }

  /** {@code {"path", "before"?, "after"?}}. */
  public Json.Obj toJson() {
    Json.Builder object = Json.object().put("path", path.text());
    before.ifPresent(version -> object.put("before", version.toJson()));
    after.ifPresent(version -> object.put("after", version.toJson()));
    return object.build();
  }

  /**
   * The inverse of {@link #toJson()}.
   *
   * @throws JsonFormatException if a member is missing or malformed
   */
  public static Change fromJson(Json.Obj json) {
    if (!json.has("before") && !json.has("after")) {
      throw new JsonFormatException("a change has a before or an after");
    }
    return new Change(
        json.parsed("path", WorkspacePath::parse),
        json.optionalObject("before").map(FileVersion::fromJson),
        json.optionalObject("after").map(FileVersion::fromJson));
  }
}
