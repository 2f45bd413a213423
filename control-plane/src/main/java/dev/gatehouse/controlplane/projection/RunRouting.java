package dev.gatehouse.controlplane.projection;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.gates.Routing;

/** What happens next to a run that was gated; a pure function. */
public final class RunRouting {
  /** How many attempts an agent has at a task. */
  private static final int MAX_ATTEMPTS = 3;

  private RunRouting() {}

  /**
   * The route's name.
   *
   * @param gateReport the sealed report
   * @param attempt which of its agent's runs of its task this is, from 1
   */
  public static String route(Json.Obj gateReport, int attempt) {
    return Routing.route(gateReport, attempt, MAX_ATTEMPTS).name();
  }
}
