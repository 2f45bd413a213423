package dev.gatehouse.evidence.report;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.util.List;

/**
 * The confinement of one container as it was read back from kernel and engine (promise F3).
 *
 * @param containerId the engine's id of the container
 * @param imageId the engine's id of its image
 * @param startedAt when the engine started it, as the engine writes it
 * @param items what was read back
 * @param replacedContainers how many containers were destroyed and replaced before this one and the
 *     pause container of its run had started, because the engine lost their start to a race
 */
public record IsolationRecord(
    String containerId,
    String imageId,
    String startedAt,
    List<Item> items,
    long replacedContainers) {
  private static final String REPLACED = "replacedContainers";

  public IsolationRecord {
    items = List.copyOf(items);
  }

  /**
   * One thing that was read back.
   *
   * @param name stable name such as {@code seccomp.mode}
   * @param expected what the profile says
   * @param actual what was read
   */
  public record Item(String name, String expected, String actual) {}

  /** Names of the items that are not as expected. */
  public List<String> mismatches() {
    return items.stream()
        .filter(item -> !item.expected().equals(item.actual()))
        .map(Item::name)
        .toList();
  }

  /**
   * {@code {"containerId","imageId","items":[{actual, expected,
   * name}],"mismatches","replacedContainers"?,"startedAt"}}; {@code replacedContainers} only where
   * there are some.
   */
  public Json.Obj toJson() {
    List<Json> list =
        items.stream()
            .<Json>map(item ->
                Json.object()
                    .put("name", item.name())
                    .put("expected", item.expected())
                    .put("actual", item.actual())
                    .build())
            .toList();
    Json.Builder json =
        Json.object()
            .put("containerId", containerId)
            .put("imageId", imageId)
            .put("startedAt", startedAt)
            .put("items", new Json.Arr(list))
            .put("mismatches", Json.Arr.ofStrings(mismatches()));
    if (replacedContainers > 0) {
      json.put(REPLACED, replacedContainers);
    }
    return json.build();
  }

  /**
   * The inverse of {@link #toJson()}.
   *
   * @throws JsonFormatException if a member is missing or malformed
   */
  public static IsolationRecord fromJson(Json.Obj json) {
    return new IsolationRecord(
        json.string("containerId"),
        json.string("imageId"),
        json.string("startedAt"),
        json.objects("items").stream()
            .map(i -> new Item(i.string("name"), i.string("expected"), i.string("actual")))
            .toList(),
        replaced(json));
  }

  private static long replaced(Json.Obj json) {
    if (!json.has(REPLACED)) {
      return 0;
    }
    long replaced = json.integer(REPLACED);
    if (replaced < 1) {
      throw new JsonFormatException("member " + REPLACED + " is at least 1 where it is there");
    }
    return replaced;
  }
}
