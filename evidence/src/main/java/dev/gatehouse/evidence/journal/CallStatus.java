package dev.gatehouse.evidence.journal;

/** How an intended call ended. */
public enum CallStatus {
  /** The act was done, or its proposal held; the answer says which. */
  DONE,
  /** The act had begun and could not be finished; nothing was changed. */
  FAILED
}
