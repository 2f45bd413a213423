package dev.gatehouse.policy.decision;

/** Where an allowed change of a path goes. */
public enum Destination {
  /** Into the run's tree, which is the result. */
  RESULT,
  /** Into the workspace only; never part of the result. */
  SCRATCH
}
