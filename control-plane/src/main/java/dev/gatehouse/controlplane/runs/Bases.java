package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import dev.gatehouse.workspace.repository.Mirror;
import dev.gatehouse.workspace.repository.PinnedTree;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What the bases of runs take: listings of files in memory, for as long as a run is open, and their
 * content on disk. Few are read at once, one of them for one agent; what all hold together has a
 * share of the heap; the room on disk is asked for before a byte is written. Thread-safe.
 */
public final class Bases {
  /** How long an opening waits to read its base. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Of the heap, what listings may hold together: one part of so many. */
  private static final int SHARE = 4;

  /** One more base is read at once for each so many bytes of heap. */
  private static final long HEAP_FOR_READING = 512L << 20;

  private static final int MOST_READ = 4;

  /** An estimate: path, version, ids and digest of one file, but for the characters of its path. */
  private static final long FILE_BYTES = 450;

  /** What a run's own tree costs for a file that it has as its base has it. */
  private static final long OWN_BYTES = 64;

  /** A base is written out, and packed once more into the sandbox's own repository. */
  private static final int COPIES = 2;

  private final OpenRunRegistry runs;
  private final StorageRoom storage;
  private final long heap;
  private final Semaphore reading;
  private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();
  private final IdentityHashMap<Tree, Long> weights = new IdentityHashMap<>();
  private final IdentityHashMap<Tree, Integer> opening = new IdentityHashMap<>();
  private long promised;

  /** Bases of the gateway's runs, in a heap of so many bytes. */
  Bases(OpenRunRegistry runs, StorageRoom storage, long heap) {
    this.runs = runs;
    this.storage = storage;
    this.heap = heap;
    this.reading =
        new Semaphore(Math.clamp(heap / HEAP_FOR_READING, 1, MOST_READ), /* fair= */ true);
  }

  /**
   * Reads the tree of a commit, and opens a run on it.
   *
   * @throws ApiException OVERLOADED if too much is read, or held, already
   * @throws dev.gatehouse.syscalls.SyscallException STORAGE_FULL before anything is written
   */
  <T> T open(String agent, Mirror mirror, GitId commit, Function<PinnedTree, T> start) {
    try (PinnedTree base = read(agent, mirror, commit)) {
      try {
        return start.apply(base);
      } finally {
        release(base.tree());
      }
    }
  }

  private PinnedTree read(String agent, Mirror mirror, GitId commit) {
    Semaphore turn = turns.computeIfAbsent(agent, _ -> new Semaphore(1, /* fair= */ true));
    acquire(turn);
    try {
      acquire(reading);
      try {
        PinnedTree base = mirror.tree(commit);
        try {
          claim(base.tree());
          return base;
        } catch (RuntimeException | Error e) {
          base.close();
          throw e;
        }
      } finally {
        reading.release();
      }
    } finally {
      turn.release();
    }
  }

  private synchronized void claim(Tree base) {
    Set<Tree> held = Collections.newSetFromMap(new IdentityHashMap<>());
    held.addAll(opening.keySet());
    long bytes = 0;
    for (OpenRun run : runs.all()) {
      held.add(run.base());
      bytes += run.base().files().size() * OWN_BYTES;
      bytes += (long) run.record().taskText().length() * Character.BYTES;
    }
    held.add(base);
    weights.keySet().retainAll(held);
    for (Tree each : held) {
      bytes += weights.computeIfAbsent(each, Bases::weight);
    }
    if (bytes > heap / SHARE) {
      throw overloaded("the files of all bases of open runs take as much memory as they may");
    }
    long size = size(base);
    storage.require(StorageRoom.Need.CHANGE, promised + size);
    promised += size;
    opening.merge(base, 1, Integer::sum);
  }

  private synchronized void release(Tree base) {
    promised -= size(base);
    opening.computeIfPresent(base, (_, times) -> times == 1 ? null : times - 1);
  }

  private static long weight(Tree tree) {
    long bytes = 0;
    for (TreePath path : tree.files().keySet()) {
      bytes += FILE_BYTES + path.latin1().length();
    }
    return bytes;
  }

  /** Bytes that a run on this base takes on disk at most. */
  public static long size(Tree tree) {
    return COPIES * tree.files().values().stream().mapToLong(FileVersion::size).sum();
  }

  private static void acquire(Semaphore semaphore) {
    try {
      if (!semaphore.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw overloaded("other runs are being opened");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw overloaded("the gateway is stopping");
    }
  }

  private static ApiException overloaded(String reason) {
    return new ApiException(
        ApiErrorCode.OVERLOADED,
        reason,
        "send the same call again after Retry-After, or submit runs");
  }
}
