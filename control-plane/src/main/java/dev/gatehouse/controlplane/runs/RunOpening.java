package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.Identity;
import dev.gatehouse.controlplane.gatewaylog.RepositoryRegistry;
import dev.gatehouse.controlplane.identities.Identities;
import dev.gatehouse.controlplane.profiles.ProfileRegistry;
import dev.gatehouse.controlplane.repositories.Mirrors;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.syscalls.IdGenerator;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import dev.gatehouse.syscalls.run.RunFactory;
import dev.gatehouse.syscalls.run.RunStart;
import dev.gatehouse.workspace.repository.Mirror;
import dev.gatehouse.workspace.repository.PinnedRevision;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens a run for an agent: by name, each name among those that its token lists. One run for each
 * idempotency key.
 *
 * <p>Refusals: KEY_REUSED, RUN_BUSY, REPOSITORY_UNKNOWN, PROFILE_UNKNOWN, REVISION_UNKNOWN,
 * TOO_MANY_RUNS, AGENT_EVIDENCE_FULL, TREE_TOO_LARGE, OVERLOADED, STORAGE_FULL, ENGINE_UNAVAILABLE,
 * IMAGE_MISSING.
 */
public final class RunOpening {
  private final Identities identities;
  private final RepositoryRegistry repositories;
  private final ProfileRegistry profiles;
  private final Mirrors mirrors;
  private final OpenRunRegistry runs;
  private final RunFactory factory;
  private final Bases bases;
  private final EvidenceUsage usage;
  private final IdGenerator ids;
  private final OpeningKeys keys;
  private final Map<String, Integer> opening = new ConcurrentHashMap<>();

  RunOpening(
      Identities identities,
      RepositoryRegistry repositories,
      ProfileRegistry profiles,
      Mirrors mirrors,
      OpenRunRegistry runs,
      RunFactory factory,
      Bases bases,
      EvidenceUsage usage,
      IdGenerator ids,
      OpeningKeys keys) {
    this.identities = identities;
    this.repositories = repositories;
    this.profiles = profiles;
    this.mirrors = mirrors;
    this.runs = runs;
    this.factory = factory;
    this.bases = bases;
    this.usage = usage;
    this.ids = ids;
    this.keys = keys;
  }

  /** The id of the run that this call opens, or has opened before. */
  String open(String agentName, Identifier key, RunRequest.Checked request) {
    RunRecord.Opening call = new RunRecord.Opening(key, Digest.of(request.toJson().canonical()));
    return keys.once(agentName, call, () -> open(agentName, request, call).record());
  }

  private OpenRun open(String agentName, RunRequest.Checked request, RunRecord.Opening call) {
    Identity.Agent agent =
        identities
            .find(agentName)
            .filter(Identity.Agent.class::isInstance)
            .map(Identity.Agent.class::cast)
            .orElseThrow(() -> repositoryUnknown(request));
    if (!agent.repositories().contains(request.repository().text())) {
      throw repositoryUnknown(request);
    }
    if (!agent.profiles().contains(request.profile().text())) {
      throw new ApiException(
          ApiErrorCode.PROFILE_UNKNOWN,
          "this agent's token lists no profile " + request.profile(),
          "name one of " + String.join(", ", agent.profiles()));
    }
    usage.refresh();
    factory.requireEvidence(agentName);
    reserve(agent);
    try {
      return start(agent, request, call);
    } finally {
      opening.merge(agentName, -1, Integer::sum);
    }
  }

  /**
   * Counts what is being opened as open, so that many calls at once are not too many runs. A run
   * that waits for operators has given its place back.
   */
  private synchronized void reserve(Identity.Agent agent) {
    int started = opening.getOrDefault(agent.name(), 0);
    long open =
        started
            + runs.unsealed().stream()
                .filter(run -> run.takesPlace() && run.record().agent().equals(agent.name()))
                .count();
    if (open >= agent.openRuns()) {
      throw new ApiException(
          ApiErrorCode.TOO_MANY_RUNS,
          "this agent has %s open runs, as many as it may".formatted(open),
          "submit one first");
    }
    opening.merge(agent.name(), 1, Integer::sum);
  }

  private OpenRun start(Identity.Agent agent, RunRequest.Checked request, RunRecord.Opening call) {
    Profile profile = profiles.profile(request.profile().text());
    Path origin =
        repositories
            .find(request.repository().text())
            .orElseThrow(() -> repositoryUnknown(request))
            .origin();
    Mirror mirror = mirrors.of(request.repository(), origin);
    mirror.refresh();
    String runId = ids.run();
    PinnedRevision pinned = mirror.pin(request.revision(), runId);
    try {
      return bases.open(
          agent.name(),
          mirror,
          pinned.commit(),
          base ->
              factory.start(
                  new RunStart(
                      runId,
                      request.repository().text(),
                      request.taskId().text(),
                      request.taskText(),
                      request.revision(),
                      pinned.commit(),
                      base.tree(),
                      base.contents(),
                      profile,
                      agent.name(),
                      call)));
    } catch (RuntimeException | Error e) {
      unpin(mirror, runId, e);
      throw e;
    }
  }

  private static void unpin(Mirror mirror, String runId, Throwable failure) {
    try {
      mirror.unpin(runId);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static ApiException repositoryUnknown(RunRequest.Checked request) {
    return new ApiException(
        ApiErrorCode.REPOSITORY_UNKNOWN,
        "this agent's token lists no repository " + request.repository(),
        "an operator registers repositories and names them in the agent's token");
  }
}
