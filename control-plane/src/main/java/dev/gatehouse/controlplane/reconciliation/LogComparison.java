package dev.gatehouse.controlplane.reconciliation;

import dev.gatehouse.controlplane.projection.LogRows;
import dev.gatehouse.controlplane.reconciliation.Finding.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Compares the rows that stand for the gateway log with the log. A pure function of both. */
final class LogComparison {
  private final boolean repaired;
  private final List<Finding> findings = new ArrayList<>();

  private LogComparison(boolean repaired) {
    this.repaired = repaired;
  }

  static List<Finding> compare(LogRows database, LogRows log, boolean repaired) {
    LogComparison comparison = new LogComparison(repaired);
    comparison.table("repository", database.repositories(), log.repositories(), Code.R02_ROW_STALE);
    comparison.table("identity", database.identities(), log.identities(), Code.R11_IDENTITY_FORGED);
    comparison.table("profile", database.profiles(), log.profiles(), Code.R02_ROW_STALE);
    comparison.table("merge", database.merges(), log.merges(), Code.R02_ROW_STALE);
    return comparison.findings;
  }

  private void table(
      String kind,
      Map<String, ? extends Record> rows,
      Map<String, ? extends Record> log,
      Code code) {
    TreeSet<String> keys = new TreeSet<>(rows.keySet());
    keys.addAll(log.keySet());
    for (String key : keys) {
      Record row = rows.get(key);
      Record entry = log.get(key);
      if (row == null) {
        add(Code.R01_ROW_MISSING, "the entry of " + kind + " " + key + " has no row");
      } else if (entry == null) {
        add(code, "the row of " + kind + " " + key + " has no entry in the gateway log");
      } else if (!row.equals(entry)) {
        add(
            code,
            "the row of %s %s differs from its entry in %s"
                .formatted(kind, key, String.join(", ", Columns.differing(row, entry))));
      }
    }
  }

  private void add(Code code, String detail) {
    findings.add(new Finding(code, Optional.empty(), detail, repaired));
  }
}
