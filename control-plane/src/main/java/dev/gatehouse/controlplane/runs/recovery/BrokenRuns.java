package dev.gatehouse.controlplane.runs.recovery;

import dev.gatehouse.controlplane.runs.Attempts;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds open runs whose evidence or workspace could not be written, and has them opened again: one
 * at a time, as soon as there is room, each after a pause that grows when it breaks again.
 */
public final class BrokenRuns {
  private static final Logger LOG = LoggerFactory.getLogger(BrokenRuns.class);

  private final OpenRunRegistry runs;
  private final StorageRoom storage;
  private final Predicate<String> closing;
  private final Map<String, Attempts> attempts = new ConcurrentHashMap<>();

  /**
   * The broken ones of these runs.
   *
   * @param closing whether a run waits to be closed, or is being closed
   */
  public BrokenRuns(OpenRunRegistry runs, StorageRoom storage, Predicate<String> closing) {
    this.runs = runs;
    this.storage = storage;
    this.closing = closing;
  }

  /** Lets every run be opened again as if it had not broken before. */
  void skipPauses() {
    attempts.clear();
  }

  /**
   * Closes the next broken run that is due, and puts it into the queue of those that are to be
   * opened.
   *
   * @return whether there was one
   */
  boolean retireNext() {
    attempts.keySet().removeIf(runId -> runs.lookUp(runId).isEmpty());
    for (OpenRun run : runs.all()) {
      if (run.broken() && isDue(run.id()) && retire(run)) {
        return true;
      }
    }
    return false;
  }

  /** What is being closed writes to the folder, and notices by itself that it broke. */
  private boolean isDue(String runId) {
    Attempts made = attempts.get(runId);
    return (made == null || made.due(System.nanoTime()))
        && !closing.test(runId)
        && storage.has(StorageRoom.Need.CHANGE);
  }

  private boolean retire(OpenRun run) {
    try {
      if (!runs.retire(run)) {
        return false;
      }
    } catch (RuntimeException e) {
      LOG.warn("run {} was not given back whole: {}", run.id(), e.getMessage());
    }
    Attempts made = attempts.merge(run.id(), Attempts.first(), (former, first) -> former.again());
    LOG.warn("run {} broke and is opened again, for the {}. time", run.id(), made.made());
    return true;
  }
}
