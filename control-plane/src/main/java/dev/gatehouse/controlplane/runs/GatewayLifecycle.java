package dev.gatehouse.controlplane.runs;

import dev.gatehouse.syscalls.OpenRun;
import dev.gatehouse.syscalls.OpenRuns;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * What happens before the first call is taken and after the last. At start the runs of a former
 * process are listed, and opened in the background; a timer looks what can be sealed. At stop what
 * is being opened or sealed ends, or is left for the next start; open runs are let go.
 */
final class GatewayLifecycle implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayLifecycle.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RunRecovery recovery;
  private final OpenRuns runs;
  private final Closer closer;
  private final Duration checkEvery;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("runs-timer").factory());
  private @Nullable Future<?> looking;
  private volatile boolean running;

  GatewayLifecycle(RunRecovery recovery, OpenRuns runs, Closer closer, Duration checkEvery) {
    this.recovery = recovery;
    this.runs = runs;
    this.closer = closer;
    this.checkEvery = checkEvery;
  }

  @Override
  public void start() {
    recovery.start();
    long millis = checkEvery.toMillis();
    looking = timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    running = true;
  }

  private void look() {
    try {
      closer.look();
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
    timer.shutdown();
    recovery.stop(PATIENCE);
    try {
      if (!timer.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("the timer did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!closer.drain(PATIENCE)) {
      LOG.warn("a run is still being sealed; the next start goes on with it");
    }
    for (OpenRun run : runs.all()) {
      suspend(run);
    }
  }

  private void suspend(OpenRun run) {
    try {
      runs.suspend(run);
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
