package dev.gatehouse.controlplane.reconciliation;

import dev.gatehouse.controlplane.database.DatabaseUnavailableException;
import dev.gatehouse.controlplane.gatewaylog.GatewayLog;
import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.projection.LogRows;
import dev.gatehouse.controlplane.projection.Projection;
import dev.gatehouse.controlplane.projection.RowStore;
import dev.gatehouse.controlplane.projection.RunSource;
import dev.gatehouse.controlplane.projection.TaskRuns;
import dev.gatehouse.controlplane.reconciliation.ReconciliationFinding.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Compares folders, gateway log and rows (promise A7). What the folders decide is repaired;
 * tampering never is. Nothing is ever written below the directory of sealed runs.
 *
 * <p>A finding is what a first look at everything found, and what a second look, at that alone,
 * found still so when nobody else wrote rows. Other writers of rows wait for the second look only:
 * it writes what is pending, for which the rows of the gateway log may be read, reads the folders
 * and rows that differed and their tasks, repairs them and keeps the findings; it reads no other
 * run. Folders that are strange in themselves are looked at twice before it. Calls never wait.
 */
public final class Reconciliation {
  private static final Comparator<ReconciliationFinding> ORDER =
      Comparator.comparing(ReconciliationFinding::code)
          .thenComparing(finding -> finding.runId().orElse(""))
          .thenComparing(ReconciliationFinding::detail);

  private final RunSource source;
  private final GatewayLog log;
  private final RowStore store;
  private final Projection projection;
  private final FolderVerdict verdict;
  private final FindingStore kept;
  private final SetAsideRuns setAside;
  private final RowComparison rows;
  private final IndexComparison index;
  private final Set<String> checked = ConcurrentHashMap.newKeySet();

  Reconciliation(
      RunSource source,
      GatewayLog log,
      RowStore store,
      RunIndex index,
      Projection projection,
      FolderVerdict verdict,
      FindingStore kept,
      SetAsideRuns setAside) {
    this.source = source;
    this.log = log;
    this.store = store;
    this.projection = projection;
    this.verdict = verdict;
    this.kept = kept;
    this.setAside = setAside;
    this.rows =
        new RowComparison(
            source, log, store, projection, new RunComparison(source, store, projection));
    this.index = new IndexComparison(index, source, projection);
  }

  /**
   * One pass over everything, every sealed folder checked whole.
   *
   * @param repair whether rows are made to say what the folders say
   * @throws DatabaseUnavailableException while the database is away
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
   * @throws RebuildException if there are such rows and {@code replace} is false
   * @throws DatabaseUnavailableException while the database is away
   */
  public ReconciliationReport rebuild(boolean replace) {
    return asked(() -> report(projection.alone(() -> fill(replace))));
  }

  /**
   * Every row that folders and gateway log decide, as canonical text: a line per row, {@code table
   * SP canonical-JSON LF}, tables and rows sorted. Columns that only live in the database are left
   * out: {@code leases.expires_at} and the table {@code findings}.
   *
   * @param memory receives about how many bytes they have, before they are read
   * @throws DatabaseUnavailableException while the database is away
   */
  public String dump(LongConsumer memory) {
    return asked(() -> {
      projection.flush();
      return store.dump(memory);
    });
  }

  private ReconciliationReport pass(boolean repair, Predicate<String> known) {
    return asked(() -> {
      FolderScan scan = FolderScan.of(source, verdict, known);
      RowComparison.Differences first = rows.look(scan);
      List<String> lines = index.look(scan);
      List<ReconciliationFinding> other = new ArrayList<>(scan.findings());
      other.addAll(setAside(setAside));
      return report(
          projection.alone(() -> {
            List<ReconciliationFinding> findings = rows.lookAgain(first, repair);
            findings.addAll(other);
            findings.addAll(index.lookAgain(lines, lost(findings), repair));
            return keep(scan, findings);
          }));
    });
  }

  private static List<ReconciliationFinding> setAside(SetAsideRuns runs) {
    return runs.reasons().entrySet().stream()
        .map(run ->
            new ReconciliationFinding(
                Code.R07_SET_ASIDE, Optional.of(run.getKey()), run.getValue(), false))
        .toList();
  }

  private static Set<String> lost(List<ReconciliationFinding> findings) {
    return findings.stream()
        .filter(finding -> finding.code() == ReconciliationFinding.Code.R04_EVIDENCE_LOST)
        .flatMap(finding -> finding.runId().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private List<ReconciliationFinding> fill(boolean replace) {
    FolderScan scan = FolderScan.of(source, verdict, _ -> false);
    index.correct(index.look(scan));
    TaskRuns tasks = scan.index();
    store.whole(() -> {
      if (store.runs() > 0 && !replace) {
        throw new RebuildException(store.runs());
      }
      store.clear();
      store.write(LogRows.of(List.of()), LogRows.of(log.entries()));
      for (String runId : tasks.inOrder()) {
        if (!scan.untrusted().contains(runId)) {
          source
              .find(runId)
              .ifPresent(found ->
                  store.write(found.facts(), found.leaseExpiresAt(), tasks.attempt(runId)));
        }
      }
      store.correctTasks(tasks, store.differingTasks(tasks, List.of()));
      return tasks;
    });
    List<ReconciliationFinding> findings = new ArrayList<>(scan.findings());
    findings.addAll(index.lookAgain(List.of(), Set.of(), /* repair= */ true));
    return keep(scan, findings);
  }

  private List<ReconciliationFinding> keep(FolderScan scan, List<ReconciliationFinding> found) {
    List<ReconciliationFinding> findings = found.stream().sorted(ORDER).toList();
    checked.addAll(scan.sealed());
    checked.removeAll(scan.untrusted());
    kept.keep(findings);
    index.index().damageReported();
    projection.compareSealed();
    return findings;
  }

  private ReconciliationReport report(List<ReconciliationFinding> findings) {
    return new ReconciliationReport(findings, store.counts());
  }

  private static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (DataAccessException | TransactionException e) {
      throw new DatabaseUnavailableException(
          "the database does not answer", "try again; open runs go on without it", e);
    }
  }
}
