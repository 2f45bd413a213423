package dev.gatehouse.controlplane.projection;

/** Where a run stands, as its folder says. */
public enum RunState {
  /** Its worker may call. */
  OPEN,
  /** Submitted, and a held change is not decided yet. */
  WAITING_FOR_APPROVALS,
  /** The verifier, the gates or the sealing are at work. */
  VERIFYING,
  /** Closed by its seal. */
  SEALED
}
