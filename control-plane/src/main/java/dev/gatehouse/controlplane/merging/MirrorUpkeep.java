package dev.gatehouse.controlplane.merging;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.Repetition;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.RepositoryRegistered;
import dev.gatehouse.controlplane.gatewaylog.MergeLog;
import dev.gatehouse.controlplane.gatewaylog.RepositoryRegistry;
import dev.gatehouse.controlplane.repositories.Mirrors;
import dev.gatehouse.controlplane.runs.SealedRuns;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.workspace.repository.Mirror;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.TaskScheduler;

/**
 * Keeps mirrors from remembering what their origins have forgotten: a pin ends with the last use
 * that a run has for its base, and what nothing reaches is dropped. A run needs its base while it
 * is open, and after that if it passed and is not merged yet.
 */
final class MirrorUpkeep {
  private static final Logger LOG = LoggerFactory.getLogger(MirrorUpkeep.class);

  /** How often it looks. */
  static final Duration EVERY = Duration.ofMinutes(1);

  /** At most this often objects of one mirror are dropped, since its packs are written anew. */
  static final Duration PRUNED_EVERY = Duration.ofMinutes(10);

  private final MergeService merging;
  private final MergeLog merges;
  private final SealedRuns sealed;
  private final RepositoryRegistry repositories;
  private final Mirrors mirrors;
  private final DataDirectory data;
  private final InstantSource clock;
  private final Map<String, Instant> pruned = new ConcurrentHashMap<>();

  MirrorUpkeep(
      MergeService merging,
      MergeLog merges,
      SealedRuns sealed,
      RepositoryRegistry repositories,
      Mirrors mirrors,
      DataDirectory data,
      InstantSource clock) {
    this.merging = merging;
    this.merges = merges;
    this.sealed = sealed;
    this.repositories = repositories;
    this.mirrors = mirrors;
    this.data = data;
    this.clock = clock;
  }

  /** A first pass, and another one again and again. */
  Repetition every(Duration period, TaskScheduler scheduler) {
    return new Repetition(scheduler, "mirrors", period, () -> pass(true), () -> pass(false));
  }

  /**
   * Settles, releases, prunes.
   *
   * @param first whether no run can be being opened now, so that a pin without a folder is one that
   *     a crash left
   */
  void pass(boolean first) {
    merging.settleUnfinished();
    for (RepositoryRegistered repository : repositories.all()) {
      try {
        look(repository, first);
      } catch (RuntimeException e) {
        LOG.warn("the mirror of {} is looked after later: {}", repository.name(), e.getMessage());
      }
    }
  }

  private void look(RepositoryRegistered repository, boolean first) {
    if (!Files.isDirectory(mirrors.place(repository.name()))) {
      return;
    }
    Mirror mirror = mirrors.of(new Identifier(repository.name()), repository.origin());
    for (String runId : mirror.pins()) {
      if (!isNeeded(runId, first)) {
        mirror.unpin(runId);
      }
    }
    // Never at start, which it would hold up.
    if (!first && mirror.isPruningDue()) {
      prune(repository.name(), mirror);
    }
  }

  private void prune(String repository, Mirror mirror) {
    Instant now = clock.instant();
    Instant last = pruned.getOrDefault(repository, Instant.EPOCH);
    if (Duration.between(last, now).compareTo(PRUNED_EVERY) >= 0 && mirror.prune()) {
      pruned.put(repository, now);
    }
  }

  /** Open before sealed: a folder moves from the one place to the other in one step. */
  private boolean isNeeded(String runId, boolean first) {
    if (Files.exists(data.staging().resolve(runId))) {
      return true;
    }
    if (!Files.exists(data.runs().resolve(runId))) {
      return !first;
    }
    return sealed
        .find(runId)
        .map(run -> run.outcome().verdict().equals("PASSED") && merges.of(runId).isEmpty())
        .orElse(true);
  }
}
