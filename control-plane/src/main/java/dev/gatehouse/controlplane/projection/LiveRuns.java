package dev.gatehouse.controlplane.projection;

import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.journal.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the gateway holds in memory of its open runs. */
@FunctionalInterface
public interface LiveRuns {
  /** The open run of that id. */
  Optional<LiveRun> find(String runId);

  /** The genesis of every run that is not sealed, whether or not it is open already. */
  default List<RunRecord> unsealed() {
    return List.of();
  }

  /** Whether the run is being opened; the projection hears of it before that is over. */
  default boolean isOpening(String runId) {
    return false;
  }

  /**
   * Whether the run is still in memory; the projection hears of its seal before it no longer is.
   */
  default boolean isUnsealed(String runId) {
    return find(runId).isPresent();
  }

  /**
   * An open run.
   *
   * @param events all so far, in order; a list that does not change, read from the journal when it
   *     is asked for
   * @param leaseExpiresAt when its lease ends unless a call extends it
   */
  record LiveRun(RunRecord run, List<Event> events, Instant leaseExpiresAt) {}
}
