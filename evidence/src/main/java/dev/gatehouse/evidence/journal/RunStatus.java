package dev.gatehouse.evidence.journal;

/** How a run ended; the seal repeats it. */
public enum RunStatus {
  /** Submitted by its worker. */
  COMPLETED,
  /** Its lease expired. */
  CRASHED,
  /** Its time was over, or an operator or its agent cancelled it. */
  CANCELLED
}
