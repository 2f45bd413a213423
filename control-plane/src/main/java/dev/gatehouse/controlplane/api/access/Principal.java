package dev.gatehouse.controlplane.api.access;

/**
 * Who calls, as the token says. Each mapping takes one parameter of one of these types, and that
 * type is who may make the call.
 */
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

  /** A caller that may read runs: an operator all, an agent its own, a worker the one it is in. */
  sealed interface RunReader extends Principal {}

  /** A caller whose identity is in the gateway log: an operator or an agent. */
  sealed interface RegisteredPrincipal extends RunReader {}

  /** A person who approves and merges. */
  record Operator(String name) implements RegisteredPrincipal {}

  /** An agent identity, which opens runs. */
  record Agent(String name) implements RegisteredPrincipal {}

  /**
   * A worker inside one run: the holder of the run's token.
   *
   * @param fence the fencing token that the run's token was made for
   */
  record Worker(String runId, String agent, long fence) implements RunReader {}

  /** A collector of metrics, which may read them and do nothing else. */
  record Metrics() implements Principal {}
}
