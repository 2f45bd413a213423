package dev.gatehouse.gates.report;

import dev.gatehouse.evidence.json.Json;
import java.util.List;

/**
 * What one gate says.
 *
 * @param gate the gate's name
 * @param findings sorted by code, path, line and message; none twice
 * @param notes what the gate looked at, one sentence each; reported whether it passed or not
 */
public record GateResult(String gate, List<GateFinding> findings, List<String> notes) {
  public GateResult {
    findings = findings.stream().distinct().sorted().toList();
    notes = List.copyOf(notes);
  }

  /** Whether the gate passed. */
  public boolean passed() {
    return findings.stream().noneMatch(f -> f.severity() == GateFinding.Severity.ERROR);
  }

  /** The same without the findings of that code. */
  public GateResult without(FindingCode code) {
    return new GateResult(
        gate, findings.stream().filter(finding -> finding.code() != code).toList(), notes);
  }

  Json.Obj toJson() {
    return Json.object()
        .put("gate", gate)
        .put("status", passed() ? "PASS" : "FAIL")
        .put("findings", new Json.Arr(findings.stream().<Json>map(GateFinding::toJson).toList()))
        .put("notes", Json.Arr.ofStrings(notes))
        .build();
  }
}
