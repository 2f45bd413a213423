package dev.gatehouse.controlplane.projection;

import dev.gatehouse.evidence.json.Json;
import java.util.Optional;

/** What happens next to a run that was gated; a pure function. */
@FunctionalInterface
public interface Routes {
  /**
   * The route's name, if the report leads anywhere.
   *
   * @param gateReport the sealed report
   * @param attempt which of its agent's runs of its task this is, from 1
   */
  Optional<String> route(Json.Obj gateReport, int attempt);
}
