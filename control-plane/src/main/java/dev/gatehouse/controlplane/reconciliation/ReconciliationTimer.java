package dev.gatehouse.controlplane.reconciliation;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.TaskScheduler;

/** Reconciles once the gateway is up, and then again and again. */
final class ReconciliationTimer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReconciliationTimer.class);

  private final Reconciliation reconciliation;
  private final Duration every;
  private final TaskScheduler scheduler;
  private @Nullable ScheduledFuture<?> scheduled;

  ReconciliationTimer(Reconciliation reconciliation, TaskScheduler scheduler, Duration every) {
    this.scheduler = scheduler;
    this.reconciliation = reconciliation;
    this.every = every;
  }

  /** Starts with a first pass. */
  synchronized void start() {
    scheduled = scheduler.scheduleWithFixedDelay(this::pass, every);
  }

  private void pass() {
    try {
      reconciliation.timely();
    } catch (RuntimeException e) {
      LOG.warn("reconciliation is tried again later: {}", e.getMessage());
    }
  }

  @Override
  public synchronized void close() {
    if (scheduled != null) {
      scheduled.cancel(/* mayInterruptIfRunning= */ true);
    }
  }
}
