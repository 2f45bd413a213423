package dev.gatehouse.controlplane.runs.recovery;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.RunNames;
import dev.gatehouse.evidence.folder.StagingListing;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a former process left besides its runs: containers, volumes and workspaces. What is not the
 * gateway's is never touched.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final SandboxEngine sandboxes;
  private final DataDirectory data;
  private List<String> workspaces = List.of();

  Leftovers(SandboxEngine sandboxes, DataDirectory data) {
    this.sandboxes = sandboxes;
    this.data = data;
  }

  /** Before any run is opened: finds the workspaces that belong to no run of {@code staging}. */
  void list(StagingListing staging) {
    List<String> left = new ArrayList<>();
    for (String name : data.workspaceNames()) {
      if (!RunNames.isWorkspace(name)) {
        LOG.warn("{} among the workspaces is not the gateway's, and stays", RunNames.shown(name));
      } else if (!staging.runs().containsKey(RunNames.runOf(name)) || RunNames.isVerifier(name)) {
        left.add(name);
      }
    }
    for (String name : staging.foreign()) {
      LOG.warn("{} among the open runs is not the gateway's, and stays", RunNames.shown(name));
    }
    workspaces = left;
  }

  /** Clears away what belongs to no run; a failure is logged, and left for the next start. */
  void clear() {
    // The first word with the engine clears it away.
    quietly("containers of a former process", sandboxes::facts);
    for (String name : workspaces) {
      quietly("workspace " + name, () -> Workspace.discard(data.workspaces().resolve(name)));
    }
  }

  /** Clears away the containers and workspaces of a run that is not open. */
  void clear(String runId) {
    quietly("containers of " + runId, () -> reap(runId));
    clearWorkspaces(runId);
  }

  /** Clears away the workspaces of a run that is not open. */
  void clearWorkspaces(String runId) {
    for (String name : RunNames.workspaces(runId)) {
      quietly("workspace " + name, () -> Workspace.discard(data.workspaces().resolve(name)));
    }
  }

  /**
   * Asks whether the engine is there, before anything is read.
   *
   * @throws dev.gatehouse.sandbox.SandboxException ENGINE_UNAVAILABLE
   */
  void requireEngine() {
    var _ = sandboxes.facts();
  }

  private void reap(String runId) {
    for (String name : RunNames.workspaces(runId)) {
      var _ = sandboxes.reapRun(data.ownerLabel(), name);
    }
  }

  /** Clears away, and says in the log what stays for now. */
  static void quietly(String what, Runnable act) {
    try {
      act.run();
    } catch (RuntimeException e) {
      LOG.warn("{} cannot be cleared away now: {}", what, e.getMessage());
    }
  }
}
