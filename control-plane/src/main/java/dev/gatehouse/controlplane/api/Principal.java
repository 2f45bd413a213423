package dev.gatehouse.controlplane.api;

/** Who calls, as the token says. */
public sealed interface Principal {
  /** The identity that answers for the call: an agent and the workers of its runs are one. */
  default String identity() {
    return switch (this) {
      case Operator operator -> "operator:" + operator.name();
      case Agent agent -> "agent:" + agent.name();
      case Worker worker -> "agent:" + worker.agent();
      case Metrics _ -> "metrics";
    };
  }

  /** A person who approves and merges. */
  record Operator(String name) implements Principal {}

  /** A collector of metrics, which may read them and do nothing else. */
  record Metrics() implements Principal {}

  /** An agent identity, which opens runs. */
  record Agent(String name) implements Principal {}

  /**
   * A worker inside one run.
   *
   * @param fence the fencing token that the run's token was made for
   */
  record Worker(String runId, String agent, long fence) implements Principal {}
}
