package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.RunRecord;

/** A run whose folder is in staging: open, or waiting to be opened. */
public sealed interface UnsealedRun permits OpenRun, UnopenedRun {
  /** The run's genesis. */
  RunRecord record();

  /** Whether it takes a place of its agent's: one that waits for operators has given it back. */
  boolean takesPlace();

  /**
   * Whether it takes no calls until the gateway has opened it: for the first time after a start, or
   * again since its evidence or workspace could not be written.
   */
  boolean waitsToBeOpened();

  /** Its id. */
  default String id() {
    return record().runId();
  }
}
