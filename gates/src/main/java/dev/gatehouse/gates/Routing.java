package dev.gatehouse.gates;

import dev.gatehouse.gates.Code.Consequence;

/** From a gate report to what happens next; a table without memory. */
public final class Routing {
  private Routing() {}

  /**
   * Where a run goes.
   *
   * @param attempt which attempt at its task the run was, from 1
   * @param maxAttempts how many attempts a task may have
   */
  public static Route route(GateReport report, int attempt, int maxAttempts) {
    return switch (report.verdict()) {
      case PASSED -> Route.READY_TO_MERGE;
      case FAILED ->
          switch (weightiest(report)) {
            case QUARANTINE -> Route.QUARANTINED;
            case FAIL -> Route.FAILED;
            case RETRY -> attempt < maxAttempts ? Route.RETRY : Route.FAILED;
            // Failed without a finding: no gate was evaluated, which another attempt cannot mend.
            case NONE -> Route.FAILED;
          };
    };
  }

  private static Consequence weightiest(GateReport report) {
    return report.results().stream()
        .flatMap(result -> result.findings().stream())
        .map(finding -> finding.code().consequence())
        .reduce(Consequence.NONE, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }
}
