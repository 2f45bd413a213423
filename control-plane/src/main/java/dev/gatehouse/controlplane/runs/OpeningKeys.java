package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.index.SealedSummary;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Opens one run for each idempotency key of an agent. The genesis of each run names its key; this
 * is an index of them, made when it is first asked. The key of an unsealed run is remembered, and
 * that of any other for {@link #REMEMBERED} from its opening.
 */
final class OpeningKeys {
  /** How long the key of a run is remembered at least. */
  static final Duration REMEMBERED = Duration.ofHours(24);

  private final Supplier<List<RunRecord>> unsealed;
  private final RunIndex sealed;
  private final InstantSource clock;
  private final Duration patience;
  private final Map<Key, Known> runs = new HashMap<>();
  private final TreeMap<String, Key> byRun = new TreeMap<>();
  private final Map<Key, CountDownLatch> opening = new HashMap<>();
  private boolean filled;

  private record Key(String agent, Identifier key) {}

  private record Known(String runId, Digest requestSha256) {}

  /**
   * An index of these runs.
   *
   * @param unsealed every run whose folder is in staging
   * @param sealed all sealed runs
   * @param patience how long a call waits for another one with its key
   */
  OpeningKeys(
      Supplier<List<RunRecord>> unsealed, RunIndex sealed, InstantSource clock, Duration patience) {
    this.unsealed = unsealed;
    this.sealed = sealed;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * The id of the run that was opened by this call, or is opened now. Of several calls at once one
   * opens, the others wait for it; if it fails, the next one opens.
   *
   * @param open opens a run whose genesis names {@code call}
   * @throws SyscallException KEY_REUSED, RUN_BUSY, and what {@code open} throws
   */
  String once(String agent, RunRecord.Opening call, Supplier<RunRecord> open) {
    Key key = new Key(agent, call.key());
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      CountDownLatch mine = new CountDownLatch(1);
      Optional<CountDownLatch> other;
      synchronized (this) {
        Optional<Known> former = find(key);
        if (former.isPresent()) {
          return sameRequest(former.get(), call);
        }
        other = Optional.ofNullable(opening.putIfAbsent(key, mine));
      }
      if (other.isEmpty()) {
        return opened(key, mine, open);
      }
      await(other.get(), deadline);
    }
  }

  private static String sameRequest(Known former, RunRecord.Opening call) {
    if (!former.requestSha256().equals(call.requestSha256())) {
      throw SyscallException.keyReused();
    }
    return former.runId();
  }

  private String opened(Key key, CountDownLatch mine, Supplier<RunRecord> open) {
    try {
      RunRecord run = open.get();
      synchronized (this) {
        add(run);
      }
      return run.runId();
    } finally {
      synchronized (this) {
        opening.remove(key);
      }
      mine.countDown();
    }
  }

  private static void await(CountDownLatch other, long deadline) {
    try {
      if (!other.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  private static SyscallException busy() {
    return new SyscallException(
        SyscallErrorCode.RUN_BUSY,
        "another call with this key is opening the run",
        "call again with the same key");
  }

  private Optional<Known> find(Key key) {
    String oldest = UlidGenerator.firstRunAt(clock.instant().minus(REMEMBERED));
    if (!filled) {
      // Unsealed before sealed: a folder moves from the one place to the other.
      unsealed.get().forEach(this::add);
      sealed.from(oldest).stream().flatMap(id -> sealed.find(id).stream()).forEach(this::add);
      filled = true;
    }
    forget(oldest);
    return Optional.ofNullable(runs.get(key));
  }

  private void forget(String oldest) {
    Map<String, Key> old = byRun.headMap(oldest);
    if (!old.isEmpty()) {
      Set<String> kept =
          unsealed.get().stream().map(RunRecord::runId).collect(Collectors.toUnmodifiableSet());
      old.entrySet()
          .removeIf(run -> !kept.contains(run.getKey()) && runs.remove(run.getValue()) != null);
    }
  }

  private void add(RunRecord run) {
    run.opening().ifPresent(call -> add(run.runId(), run.agent(), call));
  }

  private void add(SealedSummary run) {
    run.opening().ifPresent(call -> add(run.runId(), run.task().agent(), call));
  }

  private void add(String runId, String agent, RunRecord.Opening call) {
    Key key = new Key(agent, call.key());
    if (runs.putIfAbsent(key, new Known(runId, call.requestSha256())) == null) {
      byRun.put(runId, key);
    }
  }
}
