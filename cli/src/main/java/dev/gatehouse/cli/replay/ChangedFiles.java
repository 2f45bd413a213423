package dev.gatehouse.cli.replay;

import dev.gatehouse.client.EventPage;
import dev.gatehouse.client.GatehouseClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Which files differ between base and result, computed from a run's events alone: every committed
 * path outcome and every committed approval, the first before against the last after.
 */
final class ChangedFiles {
  /** Content before the run's first change of a path, and after its last one. */
  private record Span(Optional<String> before, Optional<String> after) {}

  private final Map<String, JsonNode> held = new HashMap<>();
  private final SortedMap<String, Span> paths = new TreeMap<>();

  private ChangedFiles() {}

  /**
   * The files whose content differs, with the SHA-256 of the content at the end; empty where the
   * file is deleted.
   */
  static SortedMap<String, Optional<String>> of(GatehouseClient client, String runId) {
    ChangedFiles changed = new ChangedFiles();
    long after = -1;
    EventPage page = client.events(runId, after, 0);
    while (!page.events().isEmpty() && page.last() > after) {
      page.events().forEach(changed::add);
      after = page.last();
      page = client.events(runId, after, 0);
    }
    return changed.result();
  }

  private void add(JsonNode event) {
    switch (event.path("kind").asString("")) {
      case "call.outcome" ->
          event
              .path("paths")
              .valueStream()
              .filter(path -> path.path("disposition").asString("").equals("COMMITTED"))
              .forEach(this::commit);
      case "approval.requested" -> {
        JsonNode approval = event.path("approval");
        held.put(approval.path("approvalId").asString(""), approval.path("change"));
      }
      case "approval.settled" -> {
        JsonNode change = held.get(event.path("approvalId").asString(""));
        if (change != null && event.path("state").asString("").equals("COMMITTED")) {
          commit(change);
        }
      }
      default -> {
        // No other kind of event changes a file.
      }
    }
  }

  private void commit(JsonNode change) {
    String path = change.path("path").asString("hex:" + change.path("pathHex").asString(""));
    Optional<String> before = sha256(change.path("before"));
    Optional<String> after = sha256(change.path("after"));
    paths.merge(
        path, new Span(before, after), (first, last) -> new Span(first.before(), last.after()));
  }

  private SortedMap<String, Optional<String>> result() {
    SortedMap<String, Optional<String>> differing = new TreeMap<>();
    paths.forEach((path, span) -> {
      if (!span.before().equals(span.after())) {
        differing.put(path, span.after());
      }
    });
    return differing;
  }

  private static Optional<String> sha256(JsonNode version) {
    JsonNode digest = version.path("sha256");
    return digest.isString() ? Optional.of(digest.asString()) : Optional.empty();
  }
}
