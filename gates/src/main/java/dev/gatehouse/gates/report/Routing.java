package dev.gatehouse.gates.report;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.gates.report.FindingCode.Consequence;
import java.util.stream.Stream;

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
    Stream<FindingCode> codes =
        report.results().stream()
            .flatMap(result -> result.findings().stream())
            .map(GateFinding::code);
    return route(report.verdict(), codes, attempt, maxAttempts);
  }

  /**
   * Where a run goes, by its report as {@link GateReport#toJson()} wrote it.
   *
   * @throws dev.gatehouse.evidence.json.JsonFormatException if a member is missing or malformed
   */
  public static Route route(Json.Obj report, int attempt, int maxAttempts) {
    Stream<FindingCode> codes =
        report.objects("results").stream()
            .flatMap(result -> result.objects("findings").stream())
            .map(finding -> finding.parsed("code", FindingCode::valueOf));
    return route(report.parsed("verdict", Verdict::valueOf), codes, attempt, maxAttempts);
  }

  private static Route route(
      Verdict verdict, Stream<FindingCode> codes, int attempt, int maxAttempts) {
    return switch (verdict) {
      case PASSED -> Route.READY_TO_MERGE;
      case FAILED ->
          switch (weightiest(codes)) {
            case QUARANTINE -> Route.QUARANTINED;
            case FAIL -> Route.FAILED;
            case RETRY -> attempt < maxAttempts ? Route.RETRY : Route.FAILED;
            // Failed without a finding: no gate was evaluated, which another attempt cannot change.
            case NONE -> Route.FAILED;
          };
    };
  }

  private static Consequence weightiest(Stream<FindingCode> codes) {
    return codes
        .map(FindingCode::consequence)
        .reduce(Consequence.NONE, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }
}
