package dev.gatehouse.evidence;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code data/run.json}: the genesis of a run folder, written once when the run opens. The first
 * journal line chains to its digest.
 *
 * @param format the version of the folder's format
 * @param runId names the run and its folder; lower case letters, digits and {@code -}
 * @param repository the registered repository's name
 * @param taskId names the task; runs of one task are its attempts
 * @param taskText what should be done; untrusted text
 * @param revision the revision as the agent named it
 * @param baseCommit the commit that it was pinned to
 * @param baseTree that commit's tree
 * @param profile the policy profile's name
 * @param policySha256 digest of {@code data/policy/snapshot.json}
 * @param agent name of the agent identity that opened the run
 * @param image the sandbox image
 * @param gatewayVersion version of the gateway that wrote the folder
 * @param startedAt when the run opened
 * @param opening the call that opened it; folders of format 1, and older ones of format 2, do not
 *     have it
 */
public record RunRecord(
    FormatVersion format,
    String runId,
    String repository,
    String taskId,
    String taskText,
    String revision,
    GitId baseCommit,
    GitId baseTree,
    String profile,
    Digest policySha256,
    String agent,
    Image image,
    String gatewayVersion,
    Instant startedAt,
    Optional<Opening> opening) {
  /** A record in the format of folders that are opened now, of a run whose opening is not known. */
  public RunRecord(
      String runId,
      String repository,
      String taskId,
      String taskText,
      String revision,
      GitId baseCommit,
      GitId baseTree,
      String profile,
      Digest policySha256,
      String agent,
      Image image,
      String gatewayVersion,
      Instant startedAt) {
    this(
        FormatVersion.CURRENT,
        runId,
        repository,
        taskId,
        taskText,
        revision,
        baseCommit,
        baseTree,
        profile,
        policySha256,
        agent,
        image,
        gatewayVersion,
        startedAt,
        Optional.empty());
  }

  /**
   * The sandbox image of a run.
   *
   * @param id the engine's image id, {@code sha256:…}
   * @param manifestSha256 digest of the image's package manifest, its identity
   */
  public record Image(String id, String manifestSha256) {}

  /**
   * The call that opened a run: its agent's later calls under the same key are answered with this
   * run.
   *
   * @param key the idempotency key; of an agent no two runs that are remembered have the same
   * @param requestSha256 digest of the request as it was sent (canonical)
   */
  public record Opening(Identifier key, Digest requestSha256) {
    Json.Obj toJson() {
      return Json.object().put("key", key.text()).put("requestSha256", requestSha256.hex()).build();
    }

    static Opening fromJson(FormatVersion format, Json.Obj json) {
      if (!format.includes(FormatVersion.TWO)) {
        throw new JsonFormatException("format 1 has no opening");
      }
      if (json.members().size() != 2) {
        throw new JsonFormatException("an opening has a key and the digest of a request");
      }
      return new Opening(
          json.parsed("key", Identifier::new), json.parsed("requestSha256", Digest::new));
    }
  }

  /** All members and {@code formatVersion}. */
  public Json.Obj toJson() {
    Json.Builder json = Json.object();
    opening.ifPresent(call -> json.put("opening", call.toJson()));
    return json.put("formatVersion", format.text())
        .put("runId", runId)
        .put("repository", repository)
        .put("task", Json.object().put("id", taskId).put("text", taskText).build())
        .put(
            "base",
            Json.object()
                .put("revision", revision)
                .put("gitCommit", baseCommit.hex())
                .put("gitTree", baseTree.hex())
                .build())
        .put("profile", profile)
        .put("policySha256", policySha256.hex())
        .put("agent", agent)
        .put(
            "image",
            Json.object()
                .put("id", image.id())
                .put("manifestSha256", image.manifestSha256())
                .build())
        .put("gatewayVersion", gatewayVersion)
        .put("startedAt", startedAt.toString())
        .build();
  }

  /**
   * The inverse of {@link #toJson()}.
   *
   * @throws dev.gatehouse.evidence.json.JsonFormatException if a member is missing or malformed, or
   *     the format version is another
   */
  public static RunRecord fromJson(Json.Obj json) {
    FormatVersion format = FormatVersion.parse(json.string("formatVersion"));
    Json.Obj task = json.object("task");
    Json.Obj base = json.object("base");
    Json.Obj image = json.object("image");
    return new RunRecord(
        format,
        json.string("runId"),
        json.string("repository"),
        task.string("id"),
        task.string("text"),
        base.string("revision"),
        base.parsed("gitCommit", GitId::new),
        base.parsed("gitTree", GitId::new),
        json.string("profile"),
        json.parsed("policySha256", Digest::new),
        json.string("agent"),
        new Image(image.string("id"), image.string("manifestSha256")),
        json.string("gatewayVersion"),
        json.parsed("startedAt", Instant::parse),
        json.optionalObject("opening").map(opening -> Opening.fromJson(format, opening)));
  }
}
