package dev.gatehouse.controlplane.index;

import dev.gatehouse.evidence.RunRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The part of the index that is in memory. Not thread-safe. */
final class IndexedRuns {
  private final NavigableMap<String, Entry> runs = new TreeMap<>();
  private final Map<TaskName, Task> tasks = new HashMap<>();

  /** Repositories and agents are few, and each is kept once. */
  private final Map<String, String> names = new HashMap<>();

  /** The runs of one task of one agent. */
  private record Task(TaskName name, SortedIds runs) {}

  /** Where a run's line is; nowhere as long as it is not written. */
  private record Entry(Task task, Optional<IndexFile.Place> place) {}

  void put(SealedSummary run, Optional<IndexFile.Place> place) {
    remove(run.runId());
    Task task = tasks.computeIfAbsent(run.task(), this::task);
    task.runs().add(run.runId());
    runs.put(run.runId(), new Entry(task, place));
  }

  private Task task(TaskName given) {
    TaskName name =
        new TaskName(
            names.computeIfAbsent(given.repository(), text -> text),
            names.computeIfAbsent(given.agent(), text -> text),
            given.taskId());
    return new Task(name, new SortedIds());
  }

  void remove(String runId) {
    Entry former = runs.remove(runId);
    if (former != null) {
      former.task().runs().remove(runId);
      if (former.task().runs().isEmpty()) {
        tasks.remove(former.task().name());
      }
    }
  }

  boolean has(String runId) {
    return runs.containsKey(runId);
  }

  /** Every id, sorted; a view. */
  Set<String> ids() {
    return runs.keySet();
  }

  /** Ids from this one on, sorted. */
  List<String> from(String first) {
    return List.copyOf(runs.tailMap(first, true).keySet());
  }

  Optional<TaskName> task(String runId) {
    return Optional.ofNullable(runs.get(runId)).map(entry -> entry.task().name());
  }

  Optional<IndexFile.Place> place(String runId) {
    return Optional.ofNullable(runs.get(runId)).flatMap(Entry::place);
  }

  /** The places of all lines. */
  Iterator<IndexFile.Place> places() {
    return runs.values().stream().flatMap(entry -> entry.place().stream()).iterator();
  }

  /**
   * Which of its agent's runs of its task the run is, from 1; ids sort by time. The sealed runs of
   * the task are not looked at one by one.
   */
  int attempt(TaskName task, String runId, Collection<RunRecord> unsealed) {
    Task known = tasks.get(task);
    int sealed = known == null ? 0 : known.runs().countBefore(runId);
    long open =
        unsealed.stream()
            .filter(run -> run.runId().compareTo(runId) < 0)
            .filter(run -> TaskName.of(run).equals(task) && !has(run.runId()))
            .count();
    return 1 + sealed + Math.toIntExact(open);
  }

  /** The runs of the same task that opened after the run; each of them once. */
  Set<String> later(TaskName task, String runId, Collection<RunRecord> unsealed) {
    Task known = tasks.get(task);
    Set<String> later = new TreeSet<>(known == null ? List.of() : known.runs().after(runId));
    unsealed.stream()
        .filter(run -> run.runId().compareTo(runId) > 0 && TaskName.of(run).equals(task))
        .forEach(run -> later.add(run.runId()));
    return later;
  }
}
