package dev.gatehouse.controlplane.reconciliation;

import dev.gatehouse.controlplane.database.DatabaseUnavailable;
import dev.gatehouse.controlplane.gatewaylog.GatewayLog;
import dev.gatehouse.controlplane.projection.LogRows;
import dev.gatehouse.controlplane.projection.Projection;
import dev.gatehouse.controlplane.projection.RowStore;
import dev.gatehouse.controlplane.projection.RunSource;
import dev.gatehouse.controlplane.reconciliation.Finding.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Compares folders, gateway log and rows (promise A7). What the folders decide is repaired;
 * tampering never is. Nothing is ever written below the directory of sealed runs.
 */
public final class Reconciliation {
  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::code)
          .thenComparing(finding -> finding.runId().orElse(""))
          .thenComparing(Finding::detail);

  private final RunSource source;
  private final GatewayLog log;
  private final RowStore store;
  private final Projection projection;
  private final FolderVerdict verdict;
  private final FindingStore kept;
  private final Supplier<Optional<SetAsideRuns>> setAside;
  private final RunComparison comparison;
  private final Set<String> checked = ConcurrentHashMap.newKeySet();

  Reconciliation(
      RunSource source,
      GatewayLog log,
      RowStore store,
      Projection projection,
      FolderVerdict verdict,
      FindingStore kept,
      Supplier<Optional<SetAsideRuns>> setAside) {
    this.source = source;
    this.log = log;
    this.store = store;
    this.projection = projection;
    this.verdict = verdict;
    this.kept = kept;
    this.setAside = setAside;
    this.comparison = new RunComparison(source, store, projection);
  }

  /**
   * One pass over everything, every sealed folder checked whole.
   *
   * @param repair whether rows are made to say what the folders say
   * @throws DatabaseUnavailable while the database is away
   */
  public ReconciliationReport reconcile(boolean repair) {
    return pass(repair, _ -> false);
  }

  /** A pass that checks only those sealed folders whole that this process has not seen whole. */
  ReconciliationReport timely() {
    return asked(store::runs) == 0 ? rebuild(false) : pass(true, checked::contains);
  }

  /**
   * Fills the database anew from folders and gateway log, in one transaction.
   *
   * @param replace whether rows of runs that are there are thrown away first
   * @throws RebuildRefused if there are such rows and {@code replace} is false
   * @throws DatabaseUnavailable while the database is away
   */
  public ReconciliationReport rebuild(boolean replace) {
    return asked(() -> projection.alone(() -> fill(replace)));
  }

  /**
   * Every row that folders and gateway log decide, as canonical text: a line per row, {@code table
   * SP canonical-JSON LF}, tables and rows sorted. Columns that only live in the database are left
   * out: {@code leases.expires_at} and the table {@code findings}.
   *
   * @param memory told about how many bytes they have, before they are read
   * @throws DatabaseUnavailable while the database is away
   */
  public String dump(LongConsumer memory) {
    return asked(() -> {
      projection.flush();
      return store.dump(memory);
    });
  }

  private ReconciliationReport pass(boolean repair, Predicate<String> known) {
    return asked(() -> {
      projection.flush();
      FolderScan scan = FolderScan.of(source, verdict, known);
      return projection.alone(() -> compare(scan, repair));
    });
  }

  private ReconciliationReport compare(FolderScan scan, boolean repair) {
    List<Finding> findings = new ArrayList<>(scan.findings());
    findings.addAll(compareLog(repair));
    for (String runId : scan.index().inOrder()) {
      if (!scan.untrusted().contains(runId)) {
        comparison.compare(runId, scan.index().attempt(runId), repair).ifPresent(findings::add);
      }
    }
    setAside.get().ifPresent(runs -> findings.addAll(setAside(runs)));
    List<String> lost = lost();
    lost.forEach(runId -> findings.add(lost(runId)));
    findings.addAll(compareTasks(scan, lost, repair));
    return report(scan, findings);
  }

  private static List<Finding> setAside(SetAsideRuns runs) {
    return runs.reasons().entrySet().stream()
        .map(run ->
            new Finding(Code.R07_SET_ASIDE, Optional.of(run.getKey()), run.getValue(), false))
        .toList();
  }

  private List<Finding> compareLog(boolean repair) {
    LogRows database = store.logRows();
    LogRows entries = LogRows.of(log.entries());
    List<Finding> findings = LogComparison.compare(database, log.entries(), repair);
    if (repair) {
      store.write(database, entries);
    }
    return findings;
  }

  private List<String> lost() {
    return store.runIds().stream().filter(runId -> !source.exists(runId)).toList();
  }

  private static Finding lost(String runId) {
    return new Finding(
        Code.R04_EVIDENCE_LOST,
        Optional.of(runId),
        "its row has no folder; nothing says what it says",
        false);
  }

  private List<Finding> compareTasks(FolderScan scan, List<String> lost, boolean repair) {
    List<String> differing = store.differingTasks(scan.index(), lost, repair);
    return differing.stream()
        .map(task ->
            new Finding(
                Code.R02_ROW_STALE,
                Optional.empty(),
                "the row of task " + task + " differs from its runs",
                repair))
        .toList();
  }

  private ReconciliationReport fill(boolean replace) {
    FolderScan scan = FolderScan.of(source, verdict, _ -> false);
    store.whole(() -> {
      if (store.runs() > 0 && !replace) {
        throw new RebuildRefused(store.runs());
      }
      store.clear();
      store.write(LogRows.of(List.of()), LogRows.of(log.entries()));
      for (String runId : scan.index().inOrder()) {
        if (!scan.untrusted().contains(runId)) {
          source
              .find(runId)
              .ifPresent(found ->
                  store.write(found.facts(), found.leaseExpiresAt(), scan.index().attempt(runId)));
        }
      }
      return store.differingTasks(scan.index(), List.of(), true);
    });
    return report(scan, scan.findings());
  }

  private ReconciliationReport report(FolderScan scan, List<Finding> found) {
    List<Finding> findings = found.stream().sorted(ORDER).toList();
    checked.addAll(scan.sealed());
    checked.removeAll(scan.untrusted());
    kept.keep(findings);
    return new ReconciliationReport(findings, store.counts());
  }

  private static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (DataAccessException | TransactionException e) {
      throw new DatabaseUnavailable(
          "the database does not answer", "try again; open runs go on without it", e);
    }
  }
}
