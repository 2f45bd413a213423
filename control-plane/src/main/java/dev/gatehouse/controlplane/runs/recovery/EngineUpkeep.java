package dev.gatehouse.controlplane.runs.recovery;

import dev.gatehouse.controlplane.RunNames;
import dev.gatehouse.sandbox.CleanupResult;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears away what the engine has of runs that are sealed: what could not be removed while it did
 * not answer.
 */
final class EngineUpkeep {
  private static final Logger LOG = LoggerFactory.getLogger(EngineUpkeep.class);

  /** How often it looks. */
  static final Duration EVERY = Duration.ofSeconds(10);

  private final SandboxEngine sandboxes;
  private final String owner;
  private final OpenRunRegistry runs;

  EngineUpkeep(SandboxEngine sandboxes, String owner, OpenRunRegistry runs) {
    this.sandboxes = sandboxes;
    this.owner = owner;
    this.runs = runs;
  }

  /** A run is known before the engine has anything of it, and until its folder is sealed. */
  void pass() {
    try {
      CleanupResult reaped = sandboxes.reap(owner, name -> runs.has(RunNames.runOf(name)));
      if (reaped.containers() + reaped.volumes() > 0) {
        LOG.info(
            "cleared away {} containers and {} volumes of sealed runs",
            reaped.containers(),
            reaped.volumes());
      }
    } catch (RuntimeException e) {
      LOG.debug("what the engine has of sealed runs is looked for later: {}", e.getMessage());
    }
  }
}
