package dev.gatehouse.syscalls.limit;

/**
 * How many submitted runs may wait for operators.
 *
 * @param ofAgent runs of one agent
 * @param all runs of all agents
 */
public record WaitingBounds(int ofAgent, int all) {
  /** What no configuration changes. */
  public static final WaitingBounds DEFAULT = new WaitingBounds(20, 200);

  public WaitingBounds {
    Checks.between(ofAgent, Integer.MAX_VALUE, "waitingRunsOfAgent");
    Checks.between(all, Integer.MAX_VALUE, "waitingRuns");
  }
}
