package dev.gatehouse.syscalls.run;

import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.syscalls.RunPhase;

/** A run whose folder is in staging: open, or waiting to be opened. */
public sealed interface UnsealedRun permits OpenRun, UnopenedRun {
  /** The run's genesis. */
  RunRecord record();

  /** Where it is in its life; never SEALED. */
  RunPhase phase();

  /** Whether it takes a place of its agent's: one that waits for operators has given it back. */
  default boolean takesPlace() {
    return phase() != RunPhase.WAITING_FOR_APPROVALS;
  }

  /**
   * Whether it takes no calls until the gateway has opened it: for the first time after a start, or
   * again since its evidence or workspace could not be written.
   */
  default boolean waitsToBeOpened() {
    return phase() == RunPhase.OPENING || phase() == RunPhase.BROKEN;
  }

  /** Its id. */
  default String id() {
    return record().runId();
  }
}
