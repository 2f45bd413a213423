package dev.gatehouse.controlplane.runs.recovery;

import dev.gatehouse.controlplane.runs.closing.RunSealer;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.TaskScheduler;

/**
 * What happens before the first call is taken and after the last. At start the runs of a former
 * process are listed, and opened in the background; a timer looks what can be sealed. At stop what
 * is being opened or sealed ends, or is left for the next start; open runs are let go.
 */
final class GatewayLifecycle implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayLifecycle.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What a stop waits at most: twice for recovery, then for the closing queue. */
  static final Duration LONGEST_STOP = PATIENCE.multipliedBy(3).plus(RunSealer.LAST_WAIT);

  private final RunRecovery recovery;
  private final OpenRunRegistry runs;
  private final RunSealer sealer;
  private final Duration checkEvery;
  private final TaskScheduler scheduler;
  private @Nullable Future<?> looking;
  private volatile boolean running;

  GatewayLifecycle(
      RunRecovery recovery,
      OpenRunRegistry runs,
      RunSealer sealer,
      TaskScheduler scheduler,
      Duration checkEvery) {
    this.scheduler = scheduler;
    this.recovery = recovery;
    this.runs = runs;
    this.sealer = sealer;
    this.checkEvery = checkEvery;
  }

  @Override
  public void start() {
    recovery.start();
    looking =
        scheduler.scheduleWithFixedDelay(
            this::look, scheduler.getClock().instant().plus(checkEvery), checkEvery);
    running = true;
  }

  private void look() {
    try {
      sealer.look();
    } catch (RuntimeException e) {
      LOG.error("looking at the open runs failed", e);
    }
  }

  @Override
  public void stop() {
    running = false;
    if (looking != null) {
      looking.cancel(/* mayInterruptIfRunning= */ false);
    }
    recovery.stop(PATIENCE);
    // A look that still goes on finds that nothing is closed any more.
    if (!sealer.drain(PATIENCE)) {
      LOG.warn("a run is still being sealed; the next start goes on with it");
    }
    for (OpenRun run : runs.all()) {
      suspend(run);
    }
  }

  private void suspend(OpenRun run) {
    try {
      runs.detach(run);
    } catch (RuntimeException e) {
      LOG.warn("run {} is cleared away at the next start: {}", run.id(), e.getMessage());
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the web server takes calls, and after it has stopped. */
  @Override
  public int getPhase() {
    return 0;
  }
}
