package dev.gatehouse.gates;

import dev.gatehouse.gates.report.GateFinding;
import dev.gatehouse.gates.report.GateReport;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Findings of a report as tests look at them. */
final class Findings {
  private Findings() {}

  static List<GateFinding> errors(GateReport report) {
    return report.results().stream()
        .flatMap(result -> result.findings().stream())
        .filter(finding -> finding.severity() == GateFinding.Severity.ERROR)
        .toList();
  }

  /** Codes by gate, as {@code gate:CODE}. */
  static Set<String> codes(GateReport report) {
    return report.results().stream()
        .flatMap(result ->
            result.findings().stream().map(finding -> result.gate() + ":" + finding.code().name()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
