package dev.gatehouse.controlplane;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.TaskScheduler;

/**
 * Does something once while the gateway starts, and then again and again on a thread of the
 * scheduler until the gateway stops.
 */
public final class Repetition implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Repetition.class);
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(5);

  private final String name;
  private final Duration every;
  private final Runnable first;
  private final Runnable again;
  private final TaskScheduler scheduler;
  private final ReentrantLock turns = new ReentrantLock();
  private @Nullable ScheduledFuture<?> scheduled;
  private volatile boolean running;

  /**
   * A repetition that has not begun.
   *
   * @param scheduler has the threads
   * @param name of what is done, for the log
   * @param every the pause between two turns
   * @param first the first turn; the start waits for it
   * @param again every other turn; after one that failed the next one comes
   */
  public Repetition(
      TaskScheduler scheduler, String name, Duration every, Runnable first, Runnable again) {
    this.scheduler = scheduler;
    this.name = name;
    this.every = every;
    this.first = first;
    this.again = again;
  }

  @Override
  public void start() {
    first.run();
    scheduled =
        scheduler.scheduleWithFixedDelay(
            this::turn, scheduler.getClock().instant().plus(every), every);
    running = true;
  }

  private void turn() {
    turns.lock();
    try {
      again.run();
    } catch (RuntimeException e) {
      LOG.warn("{} is tried again later: {}", name, e.getMessage());
    } finally {
      turns.unlock();
    }
  }

  /** No further turn begins; one that is going on is interrupted and waited for, at most 5 s. */
  @Override
  public void stop() {
    running = false;
    if (scheduled != null) {
      scheduled.cancel(/* mayInterruptIfRunning= */ true);
    }
    try {
      if (turns.tryLock(STOPPED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        turns.unlock();
      } else {
        LOG.warn("{} did not end in time", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
