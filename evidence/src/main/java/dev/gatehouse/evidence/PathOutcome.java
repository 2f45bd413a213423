package dev.gatehouse.evidence;

import dev.gatehouse.evidence.json.Json;
import java.util.Optional;

/**
 * What became of one path that a syscall proposed to change (promise F1).
 *
 * @param path the path as bytes, since a command may make names that no agent may use
 * @param disposition where the proposed content went
 * @param decision the policy's decision on this path
 * @param before what the run's tree had there; empty where it had no file
 * @param after what was proposed; empty for a deletion and for what is not a file
 * @param approvalId the approval that a held path waits for
 */
public record PathOutcome(
    TreePath path,
    Disposition disposition,
    Decision decision,
    Optional<FileVersion> before,
    Optional<FileVersion> after,
    Optional<String> approvalId) {

  /** Where a proposed change went. */
  public enum Disposition {
    /** Part of the run's tree now. */
    COMMITTED,
    /** In the workspace, never part of the result. */
    SCRATCH,
    /** Held until an operator decides. */
    HELD,
    /** Refused; the workspace is as it was. */
    DROPPED
  }

  /** The change that a committed or held path stands for. */
  public Change toChange() {
    return new Change(path.toWorkspacePath().orElseThrow(), before, after);
  }

  /** {@code {path|pathHex, "disposition", "decision", "before"?, "after"?, "approvalId"?}}. */
  public Json.Obj toJson() {
    Json.Builder object =
        path.putInto(Json.object())
            .put("disposition", disposition.name())
            .put("decision", decision.toJson());
    before.ifPresent(version -> object.put("before", version.toJson()));
    after.ifPresent(version -> object.put("after", version.toJson()));
    approvalId.ifPresent(id -> object.put("approvalId", id));
    return object.build();
  }

  /**
   * The inverse of {@link #toJson()}.
   *
   * @throws dev.gatehouse.evidence.json.JsonFormatException if a member is missing or malformed
   */
  public static PathOutcome fromJson(Json.Obj json) {
    return new PathOutcome(
        TreePath.from(json),
        json.parsed("disposition", Disposition::valueOf),
        Decision.fromJson(json.object("decision")),
        json.optionalObject("before").map(FileVersion::fromJson),
        json.optionalObject("after").map(FileVersion::fromJson),
        json.optionalString("approvalId"));
  }
}
