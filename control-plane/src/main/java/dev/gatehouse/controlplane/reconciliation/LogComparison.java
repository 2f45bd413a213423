package dev.gatehouse.controlplane.reconciliation;

import dev.gatehouse.controlplane.gatewaylog.GatewayLog.Recorded;
import dev.gatehouse.controlplane.projection.LogRows;
import dev.gatehouse.controlplane.projection.LogRows.IdentityRow;
import dev.gatehouse.controlplane.reconciliation.ReconciliationFinding.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Compares the rows that stand for the gateway log with the log. A pure function of both. */
final class LogComparison {
  private final List<Recorded> log;
  private final boolean repaired;
  private final List<ReconciliationFinding> findings = new ArrayList<>();

  private LogComparison(List<Recorded> log, boolean repaired) {
    this.log = log;
    this.repaired = repaired;
  }

  /**
   * The differences.
   *
   * @param log every entry
   */
  static List<ReconciliationFinding> compare(
      LogRows database, List<Recorded> log, boolean repaired) {
    LogComparison comparison = new LogComparison(log, repaired);
    LogRows expected = LogRows.of(log);
    comparison.table("repository", database.repositories(), expected.repositories());
    comparison.table("identity", database.identities(), expected.identities());
    comparison.table("profile", database.profiles(), expected.profiles());
    comparison.table("merge", database.merges(), expected.merges());
    return comparison.findings;
  }

  private <R extends Record> void table(String kind, Map<String, R> rows, Map<String, R> expected) {
    TreeSet<String> keys = new TreeSet<>(rows.keySet());
    keys.addAll(expected.keySet());
    for (String key : keys) {
      R row = rows.get(key);
      R entry = expected.get(key);
      if (row == null) {
        add(Code.R01_ROW_MISSING, "the entry of " + kind + " " + key + " has no row");
      } else if (entry == null) {
        add(code(row), "the row of " + kind + " " + key + " has no entry in the gateway log");
      } else if (!row.equals(entry)) {
        add(
            code(row),
            "the row of %s %s differs from its entry in %s"
                .formatted(kind, key, String.join(", ", Columns.differing(row, entry))));
      }
    }
  }

  /** An identity's row that says what the log once said is behind it, as a kill leaves it. */
  private Code code(Record row) {
    if (!(row instanceof IdentityRow identity)) {
      return Code.R02_ROW_STALE;
    }
    List<Recorded> then = log.stream().filter(each -> each.seq() <= identity.entry()).toList();
    return identity.equals(LogRows.of(then).identities().get(identity.name()))
        ? Code.R02_ROW_STALE
        : Code.R11_IDENTITY_FORGED;
  }

  private void add(Code code, String detail) {
    findings.add(new ReconciliationFinding(code, Optional.empty(), detail, repaired));
  }
}
