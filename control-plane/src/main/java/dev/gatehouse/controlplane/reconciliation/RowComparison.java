package dev.gatehouse.controlplane.reconciliation;

import dev.gatehouse.controlplane.gatewaylog.GatewayLog;
import dev.gatehouse.controlplane.gatewaylog.GatewayLog.Recorded;
import dev.gatehouse.controlplane.index.TaskName;
import dev.gatehouse.controlplane.projection.LogRows;
import dev.gatehouse.controlplane.projection.Projection;
import dev.gatehouse.controlplane.projection.RowStore;
import dev.gatehouse.controlplane.projection.RunSource;
import dev.gatehouse.controlplane.projection.TaskRuns;
import dev.gatehouse.controlplane.reconciliation.ReconciliationFinding.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares rows with folders and gateway log, beside a gateway that works: found is what differs in
 * {@link #look}, and differs still in {@link #lookAgain}, when everything that the gateway has
 * announced is written and nobody else writes rows.
 *
 * @param runs compares those of one run
 */
record RowComparison(
    RunSource source, GatewayLog log, RowStore store, Projection projection, RunComparison runs) {

  /**
   * What differs at a first look.
   *
   * @param log whether rows that stand for the gateway log do
   * @param lost runs whose rows have no folder
   * @param runs runs whose rows do
   * @param tasks tasks whose rows do
   */
  record Differences(
      FolderScan scan, boolean log, List<String> lost, Set<String> runs, Set<TaskName> tasks) {}

  /** Looks at all rows; others write meanwhile. */
  Differences look(FolderScan scan) {
    TaskRuns index = scan.index();
    List<String> lost = lost(store.runIds());
    Set<String> differing = new HashSet<>();
    for (String runId : index.inOrder()) {
      if (!scan.untrusted().contains(runId)
          && runs.compare(runId, index.attempt(runId), /* repair= */ false).isPresent()) {
        differing.add(runId);
      }
    }
    return new Differences(
        scan,
        !LogComparison.compare(store.logRows(), log.entries(), /* repaired= */ false).isEmpty(),
        lost,
        differing,
        new TreeSet<>(store.differingTasks(index, lost)));
  }

  /**
   * Writes what is pending, and looks again at what differed and at the tasks of these runs; of
   * other folders and rows it reads nothing. Nobody else writes rows.
   *
   * @param repair whether rows are made to say what the folders say
   */
  List<ReconciliationFinding> lookAgain(Differences first, boolean repair) {
    List<Recorded> entries = first.log() ? log.entries() : List.of();
    projection.flush();
    List<ReconciliationFinding> findings = new ArrayList<>();
    if (first.log()) {
      findings.addAll(compareLog(entries, repair));
    }
    List<String> lost = lost(first.lost());
    lost.forEach(runId -> findings.add(lost(runId)));
    Set<TaskName> tasks = tasks(first);
    TaskRuns index = index(first.scan(), tasks);
    // Rows of tasks are written with those of their runs, so they are compared before.
    store
        .differingTasks(index, lost, first.tasks())
        .forEach(task -> findings.add(stale(task, repair)));
    for (String runId : index.inOrder()) {
      if (first.runs().contains(runId) && !isMoving(runId, index)) {
        runs.compare(runId, index.attempt(runId), repair).ifPresent(findings::add);
      }
    }
    if (repair) {
      store.correctTasks(index, store.differingTasks(index, lost, tasks));
    }
    return findings;
  }

  /**
   * The rows have every entry of {@code before}, and may have later ones: an entry that came
   * meanwhile differs from its row in one of both comparisons only.
   */
  private List<ReconciliationFinding> compareLog(List<Recorded> before, boolean repair) {
    LogRows database = store.logRows();
    List<Recorded> now = log.entries();
    List<ReconciliationFinding> findings =
        new ArrayList<>(LogComparison.compare(database, now, repair));
    findings.retainAll(LogComparison.compare(database, before, repair));
    if (repair) {
      store.write(database, LogRows.of(now));
    }
    return findings;
  }

  private List<String> lost(List<String> among) {
    return among.stream().filter(runId -> !source.exists(runId)).toList();
  }

  private static Set<TaskName> tasks(Differences first) {
    Set<TaskName> tasks = new TreeSet<>(first.tasks());
    first.scan().opened().stream()
        .filter(run -> first.runs().contains(run.runId()))
        .forEach(run -> tasks.add(run.task()));
    return tasks;
  }

  /** All runs of these tasks: those that have rows, and those that should have. */
  private TaskRuns index(FolderScan scan, Set<TaskName> tasks) {
    Set<String> written = new HashSet<>(store.runIds(tasks));
    List<TaskRuns.Opened> opened = new ArrayList<>();
    for (TaskRuns.Opened run : scan.opened()) {
      if (tasks.contains(run.task())
          && (written.remove(run.runId()) || shouldHaveRows(run.runId()))) {
        opened.add(run);
      }
    }
    written.forEach(runId -> FolderScan.opened(source, runId).ifPresent(opened::add));
    return new TaskRuns(opened);
  }

  /**
   * Whether the rows of a run count, for its attempt, earlier runs of its task whose own rows are
   * still to be written.
   */
  private boolean isMoving(String runId, TaskRuns written) {
    int known = written.task(runId).map(task -> store.attempt(task, runId)).orElse(0);
    for (int attempt = written.attempt(runId) + 1; attempt <= known; attempt++) {
      if (runs.compare(runId, attempt, /* repair= */ false).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private boolean shouldHaveRows(String runId) {
    return source.exists(runId) && !runs.isUnwritten(runId);
  }

  private static ReconciliationFinding lost(String runId) {
    return new ReconciliationFinding(
        Code.R04_EVIDENCE_LOST,
        Optional.of(runId),
        "its row has no folder; nothing says what it says",
        false);
  }

  private static ReconciliationFinding stale(TaskName task, boolean repaired) {
    return new ReconciliationFinding(
        Code.R02_ROW_STALE,
        Optional.empty(),
        "the row of task " + task + " differs from its runs",
        repaired);
  }
}
