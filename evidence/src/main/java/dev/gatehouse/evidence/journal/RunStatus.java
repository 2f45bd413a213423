package dev.gatehouse.evidence.journal;

/** How a run ended; the seal repeats it. */
public enum RunStatus {
  /** Submitted by its worker. */
  COMPLETED,
  /** Its lease expired. */
  CRASHED,
  /** Stopped by its worker or an operator. */
  CANCELLED
}
