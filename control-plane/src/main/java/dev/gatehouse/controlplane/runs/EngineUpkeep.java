package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.RunNames;
import dev.gatehouse.sandbox.Reaped;
import dev.gatehouse.sandbox.Sandboxes;
import dev.gatehouse.syscalls.OpenRuns;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Clears away what the engine has of runs that are sealed: what could not be removed while it did
 * not answer.
 */
final class EngineUpkeep implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(EngineUpkeep.class);
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final Sandboxes sandboxes;
  private final String owner;
  private final OpenRuns runs;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("engine-upkeep").factory());
  private volatile boolean running;

  EngineUpkeep(Sandboxes sandboxes, String owner, OpenRuns runs) {
    this.sandboxes = sandboxes;
    this.owner = owner;
    this.runs = runs;
  }

  @Override
  public void start() {
    long every = EVERY.toMillis();
    var _ = timer.scheduleWithFixedDelay(this::pass, every, every, TimeUnit.MILLISECONDS);
    running = true;
  }

  /** A run is known before the engine has anything of it, and until its folder is sealed. */
  private void pass() {
    try {
      Reaped reaped = sandboxes.reap(owner, name -> runs.has(RunNames.runOf(name)));
      if (reaped.containers() + reaped.volumes() > 0) {
        LOG.info(
            "cleared away {} containers and {} volumes of sealed runs",
            reaped.containers(),
            reaped.volumes());
      }
    } catch (RuntimeException e) {
      LOG.debug("what the engine has of sealed runs is looked for later: {}", e.getMessage());
    }
  }

  @Override
  public void stop() {
    running = false;
    timer.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** After the runs of a former process are listed. */
  @Override
  public int getPhase() {
    return 1;
  }
}
