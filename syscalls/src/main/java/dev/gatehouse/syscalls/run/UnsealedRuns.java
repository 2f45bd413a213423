package dev.gatehouse.syscalls.run;

import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.limit.RunUids;
import dev.gatehouse.workspace.posix.Owner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The table of all unsealed runs, and in which order those that are not open yet are opened: first
 * those that somebody has called, then by age.
 */
public final class UnsealedRuns {
  private final RunUids uids;
  private final ConcurrentHashMap<String, UnsealedRun> table = new ConcurrentHashMap<>();
  private final Deque<String> queue = new ArrayDeque<>();

  UnsealedRuns(RunUids uids) {
    this.uids = uids;
  }

  /**
   * Puts a run of a former process at the end of the queue, and takes a user for it.
   *
   * @throws SyscallException RUN_BUSY if no user is free
   */
  public void add(RunRecord record) {
    table.put(record.runId(), UnopenedRun.left(record, uids.take()));
    enqueue(record.runId());
  }

  /** An open run that broke becomes one that waits; it is not in the queue yet. */
  boolean replace(OpenRun run) {
    return table.replace(run.id(), run, UnopenedRun.broken(run));
  }

  /** Takes the next run from the queue that is {@code due}. */
  public synchronized Optional<UnopenedRun> next(Predicate<UnopenedRun> due) {
    for (String runId : List.copyOf(queue)) {
      Optional<UnopenedRun> run = waiting(runId);
      if (run.isEmpty()) {
        queue.remove(runId);
      } else if (due.test(run.get())) {
        queue.remove(runId);
        return run;
      }
    }
    return Optional.empty();
  }

  /** Puts a run back, behind all others. */
  public synchronized void enqueue(String runId) {
    queue.addLast(runId);
  }

  /** Somebody calls the run: it is opened before all others. */
  synchronized void ask(String runId) {
    if (queue.remove(runId)) {
      queue.addFirst(runId);
    }
  }

  /** The run is not opened, for this reason, until {@link #retry}. */
  public void setAside(UnopenedRun run, String code, String reason) {
    table.replace(run.id(), run, run.withSetAside(new UnopenedRun.SetAside(code, reason)));
  }

  /** Every run that was set aside waits for its turn again. */
  public void retry() {
    for (UnopenedRun run : all()) {
      if (run.setAside().isPresent() && table.replace(run.id(), run, run.withoutSetAside())) {
        enqueue(run.id());
      }
    }
  }

  /** The run has no folder in staging any more. */
  public void remove(UnopenedRun run) {
    table.remove(run.id());
    release(run.owner());
  }

  /** Every run that is not open. */
  public List<UnopenedRun> all() {
    return table.values().stream().flatMap(run -> unopened(run).stream()).toList();
  }

  /** How many runs wait for their turn. */
  public int waiting() {
    return (int) all().stream().filter(run -> run.setAside().isEmpty()).count();
  }

  Optional<UnsealedRun> find(String runId) {
    return Optional.ofNullable(table.get(runId));
  }

  List<UnsealedRun> table() {
    return List.copyOf(table.values());
  }

  void opened(OpenRun run) {
    table.put(run.id(), run);
  }

  void closed(OpenRun run) {
    table.remove(run.id(), run);
  }

  Owner takeUser() {
    return uids.take();
  }

  void release(Owner owner) {
    uids.release(owner);
  }

  private Optional<UnopenedRun> waiting(String runId) {
    return find(runId).flatMap(UnsealedRuns::unopened).filter(run -> run.setAside().isEmpty());
  }

  private static Optional<UnopenedRun> unopened(UnsealedRun run) {
    return switch (run) {
      case OpenRun ignored -> Optional.empty();
      case UnopenedRun unopened -> Optional.of(unopened);
    };
  }
}
