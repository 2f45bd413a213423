package dev.gatehouse.controlplane.index;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Sealed runs whose rows do not say yet that they are sealed: what is asked of rows is asked of the
 * index for these. At start that is every run until the rows have been looked at. Thread-safe.
 */
public final class UnprojectedRuns {
  private final RunIndex index;
  private final TreeSet<String> runs;

  /** Every run of that index. */
  public UnprojectedRuns(RunIndex index) {
    this.index = index;
    this.runs = new TreeSet<>(index.ids());
  }

  /** A run was sealed. */
  public synchronized void add(String runId) {
    runs.add(runId);
  }

  /** The rows of these runs say that they are sealed. */
  public synchronized void projected(Collection<String> runIds) {
    runIds.forEach(runs::remove);
  }

  /** The rows of these runs, and of no others, say that they are sealed. */
  public synchronized void onlyProjected(Collection<String> runIds) {
    runs.addAll(index.ids());
    runs.removeAll(runIds);
  }

  /** Their ids, those that opened last first. */
  public synchronized List<String> newestFirst() {
    return List.copyOf(runs.descendingSet());
  }
}
