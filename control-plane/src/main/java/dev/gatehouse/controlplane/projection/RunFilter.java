package dev.gatehouse.controlplane.projection;

import dev.gatehouse.evidence.folder.SealInputs.Verdict;
import java.time.Instant;
import java.util.Optional;

/**
 * Which runs are asked for; what is empty is any.
 *
 * @param taskId what the agent calls the task
 * @param from when a run opened at the earliest
 * @param until before when it opened
 * @param prefix what its id begins with
 * @param after only runs whose ids sort before this one: those that opened earlier
 */
public record RunFilter(
    Optional<String> repository,
    Optional<String> taskId,
    Optional<String> agent,
    Optional<Verdict> verdict,
    Optional<Instant> from,
    Optional<Instant> until,
    Optional<String> prefix,
    Optional<String> after) {
  /** Every run. */
  public static final RunFilter ALL =
      new RunFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** The same, of runs that opened before that one. */
  public RunFilter after(String runId) {
    return new RunFilter(
        repository, taskId, agent, verdict, from, until, prefix, Optional.of(runId));
  }

  /** The same, of one agent's runs. */
  public RunFilter of(String one) {
    return new RunFilter(repository, taskId, Optional.of(one), verdict, from, until, prefix, after);
  }

  /** Whether a run of that id may be among them. */
  public boolean admits(String runId) {
    return prefix.filter(beginning -> !runId.startsWith(beginning)).isEmpty()
        && after.filter(last -> runId.compareTo(last) >= 0).isEmpty();
  }
}
