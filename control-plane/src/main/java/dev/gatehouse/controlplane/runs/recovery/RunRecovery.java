package dev.gatehouse.controlplane.runs.recovery;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.reconciliation.SetAsideRuns;
import dev.gatehouse.controlplane.runs.Attempts;
import dev.gatehouse.evidence.folder.StagingListing;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import dev.gatehouse.syscalls.run.UnopenedRun;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens runs, one after the other, while the gateway takes calls: those that a former process left,
 * first those that somebody calls, and those that broke in this one. A run that cannot be opened is
 * set aside and harms no other.
 */
public final class RunRecovery implements SetAsideRuns {
  private static final Logger LOG = LoggerFactory.getLogger(RunRecovery.class);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long CLEAR_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How long the opening of one run may take before the next one's turn. */
  static final Duration OPENED_WITHIN = Duration.ofMinutes(5);

  private final OpenRunRegistry runs;
  private final RunReopening reopening;
  private final BrokenRuns broken;
  private final Leftovers leftovers;
  private final DataDirectory data;
  private final OpeningMarker marker;
  private final Map<String, Attempts> attempts = new ConcurrentHashMap<>();
  private final Set<String> active = ConcurrentHashMap.newKeySet();
  private final ExecutorService openers =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("opening-", 0).factory());
  private final Thread worker = Thread.ofPlatform().daemon().name("recovery").unstarted(this::work);
  private long cleared = System.nanoTime();
  private volatile boolean stopping;

  RunRecovery(
      OpenRunRegistry runs,
      RunReopening reopening,
      BrokenRuns broken,
      Leftovers leftovers,
      DataDirectory data) {
    this.runs = runs;
    this.reopening = reopening;
    this.broken = broken;
    this.leftovers = leftovers;
    this.data = data;
    this.marker = new OpeningMarker(data.opening(), data.outOfMemory());
  }

  /**
   * Before any call is taken: lists what a former process left, so that every run of it is known;
   * then opens it in the background. Runs that may exhaust the memory come last.
   */
  public void start() {
    StagingListing found = StagingListing.of(data.staging());
    found.removeUnfinished(data.staging());
    marker.read(found.runs().keySet());
    found.runs().values().stream()
        .sorted(Comparator.comparingLong(record -> marker.exhausted(record.runId())))
        .forEach(runs.unopened()::add);
    runs.unopened().all().forEach(this::requireMemory);
    leftovers.list(found);
    worker.start();
  }

  private void requireMemory(UnopenedRun run) {
    if (marker.exhausted(run.id()) >= OpeningMarker.MOST) {
      setAside(
          run,
          new Failure(
              "RUN_EXHAUSTS_MEMORY",
              "%s processes in a row ran out of memory while they opened it"
                  .formatted(OpeningMarker.MOST)));
    }
  }

  /** Ends after the run that is being opened, or interrupts it; what is left waits for a start. */
  void stop(Duration patience) {
    stopping = true;
    try {
      if (worker.isAlive() && !worker.join(patience)) {
        worker.interrupt();
      }
      openers.shutdownNow();
      if (!openers.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a run is still being opened; the next start opens it anew");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public SortedMap<String, String> reasons() {
    SortedMap<String, String> reasons = new TreeMap<>();
    for (UnopenedRun run : runs.unopened().all()) {
      run.setAside().ifPresent(why -> reasons.put(run.id(), why.code() + ": " + why.reason()));
    }
    return reasons;
  }

  @Override
  public void retry() {
    runs.unopened().all().stream()
        .filter(run -> run.setAside().isPresent())
        .forEach(run -> {
          attempts.remove(run.id());
          marker.forget(run.id());
        });
    runs.unopened().retry();
    broken.skipPauses();
  }

  private void work() {
    leftovers.clear();
    while (!stopping) {
      Optional<UnopenedRun> next = runs.unopened().next(this::due);
      if (next.isPresent()) {
        open(next.get());
      } else if (!broken.retireNext()) {
        clearLeft();
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  /** A workspace that could not be removed when its run was closed is tried again. */
  private void clearLeft() {
    if (System.nanoTime() - cleared >= CLEAR_EVERY_NANOS) {
      cleared = System.nanoTime();
      Leftovers.quietly("a workspace", runs::clearLeft);
    }
  }

  private boolean due(UnopenedRun run) {
    Attempts made = attempts.get(run.id());
    return !active.contains(run.id()) && (made == null || made.due(System.nanoTime()));
  }

  private void open(UnopenedRun run) {
    active.add(run.id());
    Future<?> opening = openers.submit(() -> attempt(run));
    try {
      opening.get(OPENED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      opening.cancel(/* mayInterruptIfRunning= */ true);
      setAside(run, new Failure("RECOVERY_TIMED_OUT", "it took longer than " + OPENED_WITHIN));
    } catch (InterruptedException e) {
      opening.cancel(/* mayInterruptIfRunning= */ true);
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException e) {
      LOG.error("run {} is not opened", run.id(), e);
    }
  }

  private void attempt(UnopenedRun run) {
    marker.begin(run.id());
    try {
      reopening.open(run);
      attempts.remove(run.id());
      marker.forget(run.id());
    } catch (RuntimeException | OutOfMemoryError e) {
      failed(run, Failure.of(e), e);
    } finally {
      active.remove(run.id());
      marker.end(run.id());
    }
  }

  private void failed(UnopenedRun run, Failure failure, Throwable cause) {
    if (stopping) {
      return;
    }
    Attempts made = attempts.merge(run.id(), Attempts.first(), (former, first) -> former.again());
    if (failure.outage() || (failure.mayPass() && made.fewEnough())) {
      LOG.warn("run {} cannot be opened now: {}", run.id(), failure);
      runs.unopened().enqueue(run.id());
    } else {
      LOG.error("run {} is set aside: {}", run.id(), failure, cause);
      leftovers.clear(run.id());
      setAside(run, failure);
    }
  }

  private void setAside(UnopenedRun run, Failure failure) {
    runs.unopened().setAside(run, failure.code(), failure.reason());
  }
}
