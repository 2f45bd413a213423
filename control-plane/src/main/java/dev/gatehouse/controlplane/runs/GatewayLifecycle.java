package dev.gatehouse.controlplane.runs;

import dev.gatehouse.sandbox.SandboxRefused;
import dev.gatehouse.sandbox.Sandboxes;
import dev.gatehouse.syscalls.OpenRun;
import dev.gatehouse.syscalls.OpenRuns;
import dev.gatehouse.syscalls.SyscallRefused;
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
 * What happens before the first call is taken and after the last: what a crash left in the engine
 * is cleared away by label (promise B6), open runs go on, and a timer looks what can be sealed.
 */
final class GatewayLifecycle implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayLifecycle.class);
  private static final long LOOK_MILLIS = 500;
  private static final long STOP_SECONDS = 20;

  private final Sandboxes sandboxes;
  private final RunRecovery recovery;
  private final OpenRuns runs;
  private final Closer closer;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private @Nullable Future<?> looking;
  private volatile boolean running;

  GatewayLifecycle(Sandboxes sandboxes, RunRecovery recovery, OpenRuns runs, Closer closer) {
    this.sandboxes = sandboxes;
    this.recovery = recovery;
    this.runs = runs;
    this.closer = closer;
  }

  @Override
  public void start() {
    reap();
    recovery.discardWorkspaces();
    recovery.recover();
    looking =
        timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    running = true;
  }

  private void look() {
    try {
      if (!recovery.complete()) {
        recovery.recover();
      }
      closer.look();
    } catch (RuntimeException e) {
      LOG.error("looking at the open runs failed", e);
    }
  }

  private void reap() {
    try {
      // The first word with the engine clears it away.
      sandboxes.facts();
    } catch (SandboxRefused | SyscallRefused e) {
      LOG.warn(
          "the Docker Engine is away, so what a former process left is cleared when it is back: {}",
          e.getMessage());
    }
  }

  @Override
  public void stop() {
    running = false;
    if (looking != null) {
      looking.cancel(/* mayInterruptIfRunning= */ false);
    }
    timer.shutdown();
    try {
      if (!timer.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the timer did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!closer.drain(Duration.ofSeconds(STOP_SECONDS))) {
      LOG.warn("a run is still being closed; the next start goes on with it");
    }
    for (OpenRun run : runs.all()) {
      runs.suspend(run);
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
