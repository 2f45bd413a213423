package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.runs.closing.SealedRunListener;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.workspace.Footprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the folders of sealed runs take, agent by agent, until a day after the opening of each. Runs
 * count as they are sealed; those of a former process from the first {@link #refresh} on.
 * Thread-safe.
 */
public final class EvidenceUsage implements SealedRunListener {
  /** How long a sealed run counts, from its opening. */
  static final Duration COUNTED = Duration.ofHours(24);

  private static final Logger LOG = LoggerFactory.getLogger(EvidenceUsage.class);

  private final SealedRuns sealed;
  private final InstantSource clock;
  private final Object refreshing = new Object();
  private final TreeMap<String, Folder> folders = new TreeMap<>();
  private final Map<String, Long> totals = new HashMap<>();

  private record Folder(String agent, long bytes) {}

  /** The usage of these sealed runs. */
  public EvidenceUsage(SealedRuns sealed, InstantSource clock) {
    this.sealed = sealed;
    this.clock = clock;
  }

  /** Bytes of the folders of an agent's sealed runs, each file in blocks of 4 KiB. */
  synchronized long of(String agent) {
    Map<String, Folder> old = folders.headMap(oldest());
    old.values().forEach(folder -> totals.merge(folder.agent(), -folder.bytes(), Long::sum));
    old.clear();
    return totals.getOrDefault(agent, 0L);
  }

  /** Counts a run that was sealed just now. */
  @Override
  public void sealed(RunRecord run) {
    try {
      put(run, measure(sealed.folder(run.runId())));
    } catch (UncheckedIOException e) {
      LOG.warn("run {} counts when the next run is opened: {}", run.runId(), e.getMessage());
    }
  }

  /** Looks for sealed runs that do not count yet; the first time reads those of the last day. */
  void refresh() {
    synchronized (refreshing) {
      String oldest = oldest();
      for (String id : sealed.ids()) {
        if (id.compareTo(oldest) >= 0 && !has(id)) {
          sealed.readable(id).ifPresent(this::sealed);
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

  private synchronized void put(RunRecord run, long bytes) {
    if (folders.putIfAbsent(run.runId(), new Folder(run.agent(), bytes)) == null) {
      totals.merge(run.agent(), bytes, Long::sum);
    }
  }

  private static long measure(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : (Iterable<Path>) files::iterator) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          bytes += Footprint.ofSize(Files.size(file)).bytes();
        }
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
