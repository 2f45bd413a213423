package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.index.SealedSummary;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the folders of sealed runs take, agent by agent, until a day after the opening of each. Runs
 * count as they are sealed; those of a former process from the first {@link #refresh} on.
 * Thread-safe.
 */
public final class EvidenceUsage {
  /** How long a sealed run counts, from its opening. */
  static final Duration COUNTED = Duration.ofHours(24);

  private final RunIndex index;
  private final InstantSource clock;
  private final Object refreshing = new Object();
  private final TreeMap<String, Folder> folders = new TreeMap<>();
  private final Map<String, Long> totals = new HashMap<>();

  private record Folder(String agent, long bytes) {}

  /** The usage of the sealed runs that the index has. */
  public EvidenceUsage(RunIndex index, InstantSource clock) {
    this.index = index;
    this.clock = clock;
  }

  /** Bytes of the folders of an agent's sealed runs, each file in blocks of 4 KiB. */
  synchronized long of(String agent) {
    Map<String, Folder> old = folders.headMap(oldest());
    old.values().forEach(folder -> totals.merge(folder.agent(), -folder.bytes(), Long::sum));
    old.clear();
    return totals.getOrDefault(agent, 0L);
  }

  /** Looks for sealed runs that do not count yet; the first time at those of the last day. */
  public void refresh() {
    synchronized (refreshing) {
      String oldest = oldest();
      for (String id : index.from(oldest)) {
        if (!has(id)) {
          index.find(id).ifPresent(this::add);
        }
      }
    }
  }

  private String oldest() {
    return UlidGenerator.firstRunAt(clock.instant().minus(COUNTED));
  }

  private synchronized boolean has(String runId) {
    return folders.containsKey(runId);
  }

  /** Counts a sealed run. */
  public synchronized void add(SealedSummary run) {
    Folder folder = new Folder(run.task().agent(), run.bytes());
    if (folders.putIfAbsent(run.runId(), folder) == null) {
      totals.merge(folder.agent(), folder.bytes(), Long::sum);
    }
  }
}
