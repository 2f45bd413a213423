package dev.gatehouse.controlplane.runs.closing;

import dev.gatehouse.controlplane.metrics.LogContext;
import dev.gatehouse.evidence.report.ClosingFailure;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.approval.ApprovalQueue;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, on every change and on a timer, which runs can be sealed: submitted ones that wait for no
 * approval, and open ones whose lease or whose time is over. A run that cannot be closed is tried
 * again after a growing pause, as long as the cause may pass; else it is sealed as failed. While
 * there is no room in the data directory no run is closed, though one whose lease or time is over
 * ends and gives its workspace back; one that broke waits until it is opened again.
 */
public final class RunSealer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunSealer.class);

  /** How long closings are waited for that were interrupted. */
  public static final Duration LAST_WAIT = Duration.ofSeconds(5);

  private final OpenRunRegistry runs;
  private final ApprovalQueue approvalQueue;
  private final RunClosing closing;
  private final StorageRoom storage;
  private final InstantSource clock;
  private final ClosingQueue queue;
  private final ThreadPoolExecutor executor;

  /**
   * A sealer.
   *
   * @param places runs that are closed at once
   * @param executor of as many threads, which this sealer ends
   */
  RunSealer(
      OpenRunRegistry runs,
      ApprovalQueue approvalQueue,
      RunClosing closing,
      StorageRoom storage,
      InstantSource clock,
      int places,
      ThreadPoolExecutor executor) {
    this.runs = runs;
    this.approvalQueue = approvalQueue;
    this.closing = closing;
    this.storage = storage;
    this.clock = clock;
    this.queue = new ClosingQueue(places);
    this.executor = executor;
  }

  /** The threads of a sealer with so many places. */
  public static ThreadPoolExecutor executor(int places) {
    return new ThreadPoolExecutor(
        places,
        places,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        Thread.ofPlatform().name("gatehouse-closer-", 1).daemon(true).factory());
  }

  /** Looks at every open run. */
  public void look() {
    runs.all().forEach(this::look);
  }

  /** Looks at one run; returns at once. */
  public void look(OpenRun run) {
    if (!executor.isShutdown()
        && isDue(run)
        && queue.offer(run.id(), run.record().agent(), clock.instant())) {
      next();
    }
  }

  /**
   * Takes no more runs, and waits for those that are being closed; then interrupts them. What is
   * left is done by the next start.
   *
   * @return whether nothing is going on any more
   */
  public boolean drain(Duration patience) {
    synchronized (this) {
      executor.shutdown();
      executor.getQueue().clear();
    }
    try {
      if (executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
      executor.shutdownNow();
      return executor.awaitTermination(LAST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    drain(LAST_WAIT);
  }

  /** How many runs wait to be closed. */
  public int waiting() {
    return queue.waiting();
  }

  /** How many runs are being closed. */
  public int closing() {
    return queue.closing();
  }

  /** Whether the run waits to be closed, or is being closed. */
  public boolean has(String runId) {
    return queue.has(runId);
  }

  private boolean isDue(OpenRun run) {
    boolean due =
        switch (run.phase()) {
          case OPEN -> approvalQueue.hasExpired(run) || run.leaseExpired() || run.overtime();
          case WAITING_FOR_APPROVALS -> approvalQueue.hasExpired(run);
          case VERIFYING, SEALING -> true;
          case OPENING, SET_ASIDE, BROKEN, SEALED -> false;
        };
    return due && isWritable(run);
  }

  private boolean isWritable(OpenRun run) {
    return switch (run.phase()) {
      case OPEN -> storage.has(StorageRoom.Need.LINE);
      case WAITING_FOR_APPROVALS, VERIFYING, SEALING -> storage.has(StorageRoom.Need.CHANGE);
      case OPENING, SET_ASIDE, BROKEN, SEALED -> false;
    };
  }

  private synchronized void next() {
    if (!executor.isShutdown()) {
      executor.execute(() -> {
        queue.take().ifPresent(this::attempt);
      });
    }
  }

  private void attempt(String runId) {
    Optional<OpenRun> open = runs.find(runId);
    try (LogContext.Scope _ = LogContext.of(runId)) {
      if (open.isPresent() && !isWritable(open.get())) {
        queue.postponed(runId);
        return;
      }
      open.ifPresent(this::settle);
      queue.done(runId);
    } catch (SyscallException e) {
      // A call of the run is going on; the next look comes soon.
      LOG.debug("run {} is looked at again: {}", runId, e.reason());
      queue.done(runId);
    } catch (ClosingStepException e) {
      if (open.filter(OpenRun::broken).isPresent()) {
        LOG.warn("run {} is sealed when it is open again: {}", runId, e.problem().reason());
        queue.postponed(runId);
      } else {
        open.ifPresent(run -> failed(run, e, queue.failuresOf(runId) + 1));
        queue.failed(runId, clock.instant());
      }
    } catch (RuntimeException e) {
      LOG.error("run {} cannot be looked at", runId, e);
      queue.failed(runId, clock.instant());
    } finally {
      if (runs.find(runId).isEmpty()) {
        queue.done(runId);
      }
      // A run that failed before, or another one of the agent, may have waited for this place.
      next();
    }
  }

  private void settle(OpenRun run) {
    approvalQueue.expire(run);
    switch (run.phase()) {
      case OPEN -> {
        if (closing.endUnsubmitted(run) && isWritable(run)) {
          closing.close(run);
        }
      }
      case VERIFYING, SEALING -> closing.close(run);
      case OPENING, SET_ASIDE, WAITING_FOR_APPROVALS, BROKEN, SEALED -> {}
    }
  }

  /** What a stop of the gateway interrupted does not count as a failure of the run. */
  private void failed(OpenRun run, ClosingStepException failure, int failures) {
    ClosingProblem problem = failure.problem();
    if (executor.isShutdown()) {
      LOG.info("run {} is closed by the next start", run.id());
      return;
    }
    if (failures < problem.tries()) {
      LOG.warn(
          "run {} cannot be sealed now, attempt {}, again in {} s: {}, {}",
          run.id(),
          failures,
          ClosingQueue.pause(failures).toSeconds(),
          problem.code(),
          problem.reason());
      return;
    }
    LOG.error("run {} cannot be closed and is sealed as failed", run.id(), failure);
    seal(run, new ClosingFailure(problem.code(), problem.reason(), failure.step().text()));
  }

  private void seal(OpenRun run, ClosingFailure failure) {
    try {
      closing.fail(run, failure);
    } catch (ClosingStepException e) {
      LOG.error("run {} cannot be sealed as failed now", run.id(), e);
    }
  }
}
