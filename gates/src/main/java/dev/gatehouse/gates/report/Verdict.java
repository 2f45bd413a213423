package dev.gatehouse.gates.report;

/** What all gates together say of a run. */
public enum Verdict {
  /** Every gate passed, and at least one was evaluated. */
  PASSED,
  /** Anything else. */
  FAILED
}
