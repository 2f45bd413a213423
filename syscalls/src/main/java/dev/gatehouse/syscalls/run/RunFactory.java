package dev.gatehouse.syscalls.run;

import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.syscalls.IdGenerator;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.environment.SandboxSetup;
import dev.gatehouse.syscalls.limit.RunBounds;
import dev.gatehouse.workspace.ContentSource;
import dev.gatehouse.workspace.posix.Owner;
import java.time.InstantSource;

/** Opens runs: new ones, and those that a former process left. */
public final class RunFactory {
  private final OpenRunRegistry registry;
  private final RunShares shares;
  private final RunAssembler assembler;

  /** A factory of runs that are entered in {@code registry}. */
  public RunFactory(
      OpenRunRegistry registry,
      RunPlaces places,
      SandboxSetup sandbox,
      RunBounds bounds,
      InstantSource clock,
      IdGenerator ids) {
    this.registry = registry;
    this.shares = new RunShares(registry::all, bounds);
    this.assembler =
        new RunAssembler(
            places, sandbox, bounds, shares, registry.left(), clock, ids, registry.listener());
  }

  /**
   * Returns if the evidence of this agent's runs leaves room for another run.
   *
   * @throws SyscallException AGENT_EVIDENCE_FULL
   */
  public void requireEvidence(String agent) {
    shares.requireEvidence(agent);
  }

  /**
   * Opens a run: workspace, sandbox, folder. A failed start leaves nothing behind.
   *
   * @throws SyscallException RUN_BUSY if no user is free
   * @throws dev.gatehouse.sandbox.SandboxException if there is no engine or image
   */
  public OpenRun start(RunStart start) {
    Owner owner = registry.unopened().takeUser();
    registry.starting(start.runId());
    try {
      return registry.register(assembler.start(start, owner));
    } catch (RuntimeException | Error e) {
      registry.unopened().release(owner);
      throw e;
    } finally {
      registry.started(start.runId());
    }
  }

  /**
   * Opens a run again that a former gateway process left: intents without an outcome had no effect,
   * the engine is asked how commands ended whose confirmation is missing, and the workspace is made
   * anew from base, blobs and journal.
   *
   * @throws dev.gatehouse.sandbox.SandboxException if there is no engine or image; it can be tried
   *     again
   */
  public OpenRun recover(UnopenedRun run, OpenFolder folder, Tree base, ContentSource contents) {
    return registry.register(assembler.recover(folder, run.owner(), base, contents));
  }
}
