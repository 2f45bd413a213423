package dev.gatehouse.controlplane.reconciliation;

import java.util.List;
import java.util.SortedMap;

/**
 * What a pass of reconciliation found.
 *
 * @param findings in the order of their codes, then of runs
 * @param rows number of rows of each table, after the pass
 */
public record ReconciliationReport(
    List<ReconciliationFinding> findings, SortedMap<String, Long> rows) {
  public ReconciliationReport {
    findings = List.copyOf(findings);
  }
}
