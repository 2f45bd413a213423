package dev.gatehouse.bench;

import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A run of a started gateway, over REST. */
final class GatehouseSide implements Side {
  private static final int FORBIDDEN = 403;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration LOOK = Duration.ofMillis(5);

  private final GatehouseClient agent;
  private final RunRequest request;
  private @Nullable RunClient run;

  GatehouseSide(GatehouseClient agent, RunRequest request) {
    this.agent = agent;
    this.request = request;
  }

  @Override
  public String name() {
    return "gatehouse";
  }

  @Override
  public void open() {
    run = agent.inside(agent.openRun(request));
  }

  /** The exit code; that of a shell that may not run a command where the policy denies it. */
  @Override
  public int run(String command) {
    try {
      return opened().run(CommandRequest.shell(command)).exitCode().orElse(-1);
    } catch (ProblemException problem) {
      if (problem.status() != FORBIDDEN) {
        throw problem;
      }
      return 126;
    }
  }

  @Override
  public void close() {
    opened().submit();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!agent.run(opened().runId()).sealed()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("run " + opened().runId() + " was not sealed in time");
      }
      Pause.of(LOOK);
    }
    run = null;
  }

  private RunClient opened() {
    if (run == null) {
      throw new IllegalStateException("not open");
    }
    return run;
  }
}
