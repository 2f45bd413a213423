package dev.gatehouse.controlplane.index;

import dev.gatehouse.evidence.RunRecord;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which of its agent's runs of its task a run is: who fails uses up nobody else's. No row is asked.
 *
 * @param sealed the sealed runs
 * @param unsealed every other run
 */
public record TaskAttempts(RunIndex sealed, Supplier<List<RunRecord>> unsealed) {
  /** Of this run, from 1, in the order of ids, which sort by the time of opening. */
  public int of(TaskName task, String runId) {
    // Unsealed before sealed: a run goes from the one to the other.
    return sealed.attempt(task, runId, unsealed.get());
  }

  /** The runs that have this one among those before them: their attempts depend on it. */
  public Set<String> later(TaskName task, String runId) {
    return sealed.later(task, runId, unsealed.get());
  }
}
