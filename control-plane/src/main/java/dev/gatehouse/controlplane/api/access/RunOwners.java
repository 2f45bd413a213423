package dev.gatehouse.controlplane.api.access;

import java.util.Optional;

/** Whose a run is. */
public interface RunOwners {
  /** The agent that opened the run of that id; empty if there is no such run. */
  Optional<String> agentOf(String runId);
}
