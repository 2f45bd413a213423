package dev.gatehouse.controlplane.runs;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sealed runs that were asked for last, within a number of bytes: a gateway seals runs for
 * years. Thread-safe.
 */
final class RecentRuns {
  /** What a run takes beside its names and its path; an estimate. */
  private static final long RUN_BYTES = 1024;

  private final long most;
  private final LinkedHashMap<String, SealedRun> runs =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);
  private long bytes;

  /**
   * None yet.
   *
   * @param most bytes of them all
   */
  RecentRuns(long most) {
    this.most = most;
  }

  synchronized Optional<SealedRun> find(String runId) {
    return Optional.ofNullable(runs.get(runId));
  }

  /** Keeps a run, in place of those that were not asked for the longest. */
  synchronized void keep(String runId, SealedRun run) {
    SealedRun former = runs.put(runId, run);
    bytes += bytes(run) - (former == null ? 0 : bytes(former));
    Iterator<Map.Entry<String, SealedRun>> eldest = runs.entrySet().iterator();
    while (bytes > most && eldest.hasNext()) {
      bytes -= bytes(eldest.next().getValue());
      eldest.remove();
    }
  }

  /** How many there are. */
  synchronized int size() {
    return runs.size();
  }

  private static long bytes(SealedRun run) {
    long characters =
        Stream.of(run.repository(), run.taskId(), run.agent(), run.profile(), run.folder())
            .mapToLong(each -> each.toString().length())
            .sum();
    return RUN_BYTES + characters * Character.BYTES;
  }
}
