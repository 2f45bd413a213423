package dev.gatehouse.controlplane.projection;

import dev.gatehouse.controlplane.database.Database;
import dev.gatehouse.controlplane.gatewaylog.GatewayLog;
import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.index.SealedSummary;
import dev.gatehouse.controlplane.index.UnprojectedRuns;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Keeps the rows behind the folders and the gateway log: a change is reported and not waited for,
 * and one thread writes the rows within a second. While the database is away nothing is lost: what
 * changed is remembered and tried again.
 */
public final class Projection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Projection.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final RunChanges changes;
  private final RunSource source;
  private final GatewayLog log;
  private final RowStore store;
  private final RunIndex index;
  private final UnprojectedRuns unprojected;
  private final Database database;
  private final Duration delay;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private final ReentrantLock writing = new ReentrantLock();
  private final Set<String> dirty = new LinkedHashSet<>();
  private final Thread writer;
  private boolean logChanged;
  private boolean stopping;
  private Optional<LogRows> written = Optional.empty();

  /** Whether the rows of sealed runs were looked at since the start. */
  private volatile boolean compared;

  Projection(
      RunChanges changes,
      RunSource source,
      GatewayLog log,
      RowStore store,
      RunIndex index,
      UnprojectedRuns unprojected,
      Database database,
      Duration delay) {
    this.changes = changes;
    this.source = source;
    this.log = log;
    this.store = store;
    this.index = index;
    this.unprojected = unprojected;
    this.database = database;
    this.delay = delay;
    this.writer = Thread.ofPlatform().daemon().name("projection").unstarted(this::keepWriting);
  }

  /** Starts to write. */
  void start() {
    compareSealed();
    log.follow(_ -> changedLog());
    changes.follow(this::changed);
    writer.start();
  }

  /** Looks which sealed runs have their rows; while the database is away none counts as such. */
  public void compareSealed() {
    try {
      unprojected.onlyProjected(Set.copyOf(store.sealedIds()));
      compared = true;
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("which sealed runs have rows is looked at later: {}", e.getMessage());
    }
  }

  /** A run's journal has grown, or its folder was sealed; returns at once. */
  public void changed(String runId) {
    lock.lock();
    try {
      dirty.add(runId);
      woken.signal();
    } finally {
      lock.unlock();
    }
  }

  private void changedLog() {
    lock.lock();
    try {
      logChanged = true;
      woken.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes everything that has changed so far, now, in the caller's thread.
   *
   * @throws DataAccessException if the database is away; what changed is still remembered
   */
  public void flush() {
    writing.lock();
    try {
      Pending pending = take();
      try {
        writeLog(pending);
        writeRuns(pending.runs());
      } catch (RuntimeException e) {
        putBack(pending);
        throw e;
      }
    } finally {
      writing.unlock();
    }
  }

  /** Runs {@code action} while nobody else writes rows. */
  public <T> T alone(Supplier<T> action) {
    writing.lock();
    try {
      return action.get();
    } finally {
      written = Optional.empty();
      writing.unlock();
    }
  }

  /** Whether something of the run has changed that no row says yet. */
  public boolean isPending(String runId) {
    lock.lock();
    try {
      return dirty.contains(runId);
    } finally {
      lock.unlock();
    }
  }

  private record Pending(Set<String> runs, boolean log) {}

  private Pending take() {
    lock.lock();
    try {
      Pending pending = new Pending(new LinkedHashSet<>(dirty), logChanged);
      dirty.clear();
      logChanged = false;
      return pending;
    } finally {
      lock.unlock();
    }
  }

  private void putBack(Pending pending) {
    lock.lock();
    try {
      dirty.addAll(pending.runs());
      logChanged |= pending.log();
    } finally {
      lock.unlock();
    }
  }

  private void writeLog(Pending pending) {
    if (pending.log() || written.isEmpty()) {
      LogRows now = LogRows.of(log.entries());
      // Rows that are there and say something else are reconciliation's to find, not to cover up.
      LogRows before = written.orElseGet(() -> now.knownTo(store.logRows()));
      store.write(before, now);
      written = Optional.of(now);
    }
  }

  private void writeRuns(Set<String> runs) {
    for (String runId : runs) {
      Optional<RunSource.Found> found;
      try {
        found = source.find(runId);
      } catch (RuntimeException e) {
        // Reconciliation names what is wrong with a folder; its rows stay as they are.
        LOG.warn("the folder of run {} cannot be read: {}", runId, e.getMessage());
        continue;
      }
      found.ifPresent(run -> writeRun(runId, run));
    }
  }

  private void writeRun(String runId, RunSource.Found run) {
    run.facts().seal().filter(_ -> index.task(runId).isEmpty()).ifPresent(this::count);
    store
        .unlessRefused(runId, () -> store.write(run.facts(), run.leaseExpiresAt()))
        .ifPresent(later -> {
          later.forEach(this::changed);
          run.facts().seal().ifPresent(_ -> unprojected.projected(List.of(runId)));
        });
  }

  /**
   * What was sealed without its line, since that could not be made, counts from now on. Rows that
   * were written since the seal do not count it. They are pending before its own rows are written,
   * which may fail.
   */
  private void count(SealedSummary sealed) {
    index.add(sealed);
    store.laterRuns(sealed.task(), sealed.runId()).forEach(this::changed);
  }

  private void keepWriting() {
    Duration pause = delay;
    while (awaitChange(pause)) {
      try {
        flush();
        if (!compared) {
          compareSealed();
        }
        pause = delay;
      } catch (DataAccessException | TransactionException e) {
        pause = longer(pause);
        LOG.warn("rows wait for the database: {}", e.getMessage());
        restart();
      } catch (RuntimeException e) {
        pause = longer(pause);
        LOG.error("rows could not be written; tried again", e);
        restart();
      }
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  private void restart() {
    try {
      database.restart();
    } catch (RuntimeException e) {
      LOG.warn("the database does not come back yet: {}", e.getMessage());
    }
  }

  /** Waits for a change, then a little for more; false once the gateway stops. */
  private boolean awaitChange(Duration pause) {
    lock.lock();
    try {
      while (dirty.isEmpty() && !logChanged && !stopping) {
        woken.await();
      }
      long left = pause.toNanos();
      while (left > 0 && !stopping) {
        left = woken.awaitNanos(left);
      }
      return !stopping;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Stops the thread and writes what is left; the database being away loses nothing. */
  @Override
  public void close() {
    lock.lock();
    try {
      stopping = true;
      woken.signal();
    } finally {
      lock.unlock();
    }
    try {
      writer.join(STOP_LIMIT);
      flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("rows were left unwritten; reconciliation writes them: {}", e.getMessage());
    }
  }
}
