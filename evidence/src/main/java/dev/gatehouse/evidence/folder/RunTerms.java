package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * What decides in a run, written when its folder is made and never again.
 *
 * @param policy the policy snapshot, whose digest the genesis names
 * @param closure what the policy takes because of the base, whose digest the first event names
 * @param blobs contents that the closure relies on and does not carry itself
 */
public record RunTerms(Json.Obj policy, Optional<Json.Obj> closure, List<byte[]> blobs) {
  public RunTerms {
    blobs = List.copyOf(blobs);
  }

  /** Terms without a closure. */
  public static RunTerms of(Json.Obj policy) {
    return new RunTerms(policy, Optional.empty(), List.of());
  }
}
