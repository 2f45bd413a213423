package dev.gatehouse.controlplane.web;

/** Who calls, as the token says. */
public sealed interface Principal {
  /** A person who approves and merges. */
  record Operator(String name) implements Principal {}

  /** An agent identity, which opens runs. */
  record Agent(String name) implements Principal {}

  /**
   * A worker inside one run.
   *
   * @param fence the fencing token that the run's token was made for
   */
  record Worker(String runId, String agent, long fence) implements Principal {}
}
