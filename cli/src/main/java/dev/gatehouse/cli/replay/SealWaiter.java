package dev.gatehouse.cli.replay;

import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.RunView;
import java.time.Duration;
import java.util.function.Consumer;

/** Follows a submitted run until its folder is sealed. */
public final class SealWaiter {
  private static final Duration STEP = Duration.ofMillis(200);

  private final GatehouseClient operator;
  private final Sleeper pace;
  private final Duration patience;

  /**
   * One who waits.
   *
   * @param operator shows the folder's place, which an agent's client would not
   * @param patience how long to wait at most
   */
  public SealWaiter(GatehouseClient operator, Sleeper pace, Duration patience) {
    this.operator = operator;
    this.pace = pace;
    this.patience = patience;
  }

  /**
   * The sealed run.
   *
   * @param onState receives each new state
   * @throws CliException NOT_SEALED_IN_TIME
   */
  public RunView sealed(String runId, Consumer<RunView> onState) {
    String last = "";
    for (Duration waited = Duration.ZERO;
        waited.compareTo(patience) < 0;
        waited = waited.plus(STEP)) {
      RunView run = operator.run(runId);
      if (!run.state().equals(last)) {
        last = run.state();
        onState.accept(run);
      }
      if (run.sealed()) {
        return run;
      }
      pace.pause(STEP);
    }
    throw new CliException(
        "NOT_SEALED_IN_TIME",
        "run " + runId + " is still " + last,
        "decide what waits (gatehouse approvals), then look again: gatehouse show " + runId);
  }
}
