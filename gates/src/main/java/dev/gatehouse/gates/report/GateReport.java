package dev.gatehouse.gates.report;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.json.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * {@code data/gate_report.json}: the verdict on a run and everything that it rests on. The same
 * evidence gives the same bytes, whenever and wherever it is computed.
 *
 * @param inputs what was judged
 * @param results one a gate, sorted by the gate's name
 * @param verdict what they say together
 */
public record GateReport(Inputs inputs, List<GateResult> results, Verdict verdict) {

  /**
   * What was judged.
   *
   * @param runId the run
   * @param evidenceRoot digest of all files under {@code data/} but this report
   * @param policySha256 digest of the policy snapshot's file
   * @param gatesVersion the first version of the gates' rules that gives the report
   * @param effectiveTime the time that counts as now: when the run ended
   */
  public record Inputs(
      String runId,
      Digest evidenceRoot,
      Digest policySha256,
      String gatesVersion,
      Instant effectiveTime) {}

  /** The report of these results; without any result it has not passed. */
  public static GateReport of(Inputs inputs, List<GateResult> results) {
    boolean passed = !results.isEmpty() && results.stream().allMatch(GateResult::passed);
    return new GateReport(
        inputs,
        results.stream().sorted(Comparator.comparing(GateResult::gate)).toList(),
        passed ? Verdict.PASSED : Verdict.FAILED);
  }

  /** All members, {@code counts} and {@code formatVersion}. */
  public Json.Obj toJson() {
    long failed = results.stream().filter(result -> !result.passed()).count();
    return Json.object()
        .put("formatVersion", "1")
        .put(
            "inputs",
            Json.object()
                .put("runId", inputs.runId())
                .put("evidenceRoot", inputs.evidenceRoot().hex())
                .put("policySha256", inputs.policySha256().hex())
                .put("gatesVersion", inputs.gatesVersion())
                .put("effectiveTime", inputs.effectiveTime().toString())
                .build())
        .put("results", new Json.Arr(results.stream().<Json>map(GateResult::toJson).toList()))
        .put(
            "counts",
            Json.object()
                .put("gates", results.size())
                .put("failed", failed)
                .put("findings", results.stream().mapToLong(r -> r.findings().size()).sum())
                .build())
        .put("verdict", verdict.name())
        .build();
  }

  /** The canonical bytes of {@link #toJson()}: what the run folder holds. */
  public byte[] canonical() {
    return toJson().canonical();
  }
}
