package dev.gatehouse.controlplane;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Does something once while the gateway starts, and then again and again on a thread of its own
 * until the gateway stops.
 */
public final class Repetition implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Repetition.class);

  private final String name;
  private final Duration every;
  private final Runnable first;
  private final Runnable again;
  private final ScheduledExecutorService timer;
  private volatile boolean running;

  /**
   * A repetition that has not begun.
   *
   * @param name of the thread
   * @param every the pause between two turns
   * @param first the first turn; the start waits for it
   * @param again every other turn; after one that failed the next one comes
   */
  public Repetition(String name, Duration every, Runnable first, Runnable again) {
    this.name = name;
    this.every = every;
    this.first = first;
    this.again = again;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name).factory());
  }

  @Override
  public void start() {
    first.run();
    long millis = every.toMillis();
    var _ = timer.scheduleWithFixedDelay(this::turn, millis, millis, TimeUnit.MILLISECONDS);
    running = true;
  }

  private void turn() {
    try {
      again.run();
    } catch (RuntimeException e) {
      LOG.warn("{} is tried again later: {}", name, e.getMessage());
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

  /** After the runs of a former process were listed, before the web server takes calls. */
  @Override
  public int getPhase() {
    return 1;
  }
}
