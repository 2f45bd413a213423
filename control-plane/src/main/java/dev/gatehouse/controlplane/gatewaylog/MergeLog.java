package dev.gatehouse.controlplane.gatewaylog;

import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.MergeAborted;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.MergeIntended;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.Merged;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What was merged where. A run is merged once; an intent without its end is settled, by what the
 * origin has, before anything else is done with the run.
 */
public final class MergeLog {
  private final GatewayLog log;
  private final InstantSource clock;
  private final Map<String, MergeIntended> intended = new ConcurrentSkipListMap<>();
  private final Map<String, Merged> merged = new ConcurrentSkipListMap<>();

  /** The merges as {@code log} has them. */
  public MergeLog(GatewayLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
    log.follow(this::fold);
  }

  private void fold(GatewayLog.Recorded recorded) {
    switch (recorded.entry()) {
      case MergeIntended entry -> intended.put(entry.runId(), entry);
      case Merged entry -> merged.put(entry.runId(), entry);
      case MergeAborted entry -> intended.remove(entry.runId());
      case GatewayLogEntry.IdentityAdded _,
          GatewayLogEntry.IdentityDisabled _,
          GatewayLogEntry.RepositoryRegistered _,
          GatewayLogEntry.ProfileDerived _,
          GatewayLogEntry.LogAccepted _ -> {}
    }
  }

  /** Writes that the run is about to be merged. */
  public MergeIntended intend(
      String runId,
      Digest sealSha256,
      String branch,
      GitId commit,
      MergeIntended.Target target,
      boolean unrelatedBase,
      String by) {
    MergeIntended entry =
        new MergeIntended(
            clock.instant(),
            by,
            runId,
            sealSha256,
            branch,
            commit,
            Optional.of(target),
            unrelatedBase);
    log.append(entry);
    return entry;
  }

  /** Writes that an intended merge was done. */
  public Merged done(MergeIntended intent) {
    Merged entry =
        new Merged(
            clock.instant(),
            intent.by(),
            intent.runId(),
            intent.sealSha256(),
            intent.branch(),
            intent.commit());
    log.append(entry);
    return entry;
  }

  /** Writes that an intended merge had no effect. */
  public MergeAborted aborted(MergeIntended intent) {
    MergeAborted entry =
        new MergeAborted(
            clock.instant(),
            "gateway",
            intent.runId(),
            intent.sealSha256(),
            intent.branch(),
            intent.commit());
    log.append(entry);
    return entry;
  }

  /** How the run was merged, if it was. */
  public Optional<Merged> of(String runId) {
    return Optional.ofNullable(merged.get(runId));
  }

  /** The last intent to merge the run. */
  public Optional<MergeIntended> intentOf(String runId) {
    return Optional.ofNullable(intended.get(runId));
  }

  /** Intents whose merge is not known to have been done, by run. */
  public List<MergeIntended> unfinished() {
    return intended.values().stream()
        .filter(intent -> !merged.containsKey(intent.runId()))
        .toList();
  }
}
