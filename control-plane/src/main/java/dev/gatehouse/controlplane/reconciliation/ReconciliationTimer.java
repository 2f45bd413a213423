package dev.gatehouse.controlplane.reconciliation;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reconciles once the gateway is up, and then again and again. */
final class ReconciliationTimer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReconciliationTimer.class);

  private final Reconciliation reconciliation;
  private final Duration every;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("reconciliation").factory());

  ReconciliationTimer(Reconciliation reconciliation, Duration every) {
    this.reconciliation = reconciliation;
    this.every = every;
  }

  /** Starts with a first pass. */
  void start() {
    var _ = thread.scheduleWithFixedDelay(this::pass, 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void pass() {
    try {
      reconciliation.timely();
    } catch (RuntimeException e) {
      LOG.warn("reconciliation is tried again later: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
