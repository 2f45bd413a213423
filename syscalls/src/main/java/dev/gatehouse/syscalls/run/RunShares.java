package dev.gatehouse.syscalls.run;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.limit.EvidenceQuota;
import dev.gatehouse.syscalls.limit.RunBounds;
import dev.gatehouse.syscalls.limit.ScratchBounds;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.syscalls.limit.WaitingBounds;
import dev.gatehouse.workspace.Footprint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What open runs take of workspaces, journals and evidence, and what calls that are going on are
 * about to write. Room is taken before it is written, by one call at a time, so that calls at once
 * keep to the bounds too.
 */
public final class RunShares {
  /** Names the bounds on workspaces in a decision. */
  static final String SCRATCH_RULE = "builtin.scratch";

  /** Names the bounds on journals in a decision. */
  public static final String JOURNAL_RULE = "builtin.journal";

  private static final String LESS = "delete scratch that is not needed, or submit the run";

  private final Supplier<List<OpenRun>> runs;
  private final EvidenceQuota quota;
  private final WaitingBounds waiting;
  private final Map<String, Long> lines = new HashMap<>();
  private long placing;

  /** Of all these open runs. */
  RunShares(Supplier<List<OpenRun>> runs, RunBounds bounds) {
    this.runs = runs;
    this.quota = bounds.evidence();
    this.waiting = bounds.waiting();
  }

  /**
   * Submits a run; called under the run's lock. One that holds changes counts among the runs that
   * wait for operators, of which there are only so many.
   *
   * @throws SyscallException TOO_MANY_WAITING_RUNS; the run stays open
   */
  synchronized void submit(OpenRun run, Event.RunSubmitted submitted) {
    if (run.waitingApprovals() > 0) {
      WaitingRoom.require(run, runs.get(), waiting);
    }
    run.append(submitted);
  }

  /**
   * Takes room for what a call lays into the run's workspace.
   *
   * @param growth by how much the workspace grows
   * @param written bytes that the call writes for it, until {@link #placed}
   * @return why there is none, if so; then nothing was taken
   * @throws SyscallException STORAGE_FULL
   */
  public synchronized Optional<Decision> takeWorkspace(
      OpenRun run, Footprint growth, long written, StorageRoom storage) {
    Optional<Decision> refused = noWorkspace(run, growth);
    if (refused.isEmpty()) {
      if (written > 0) {
        storage.require(StorageRoom.Need.CHANGE, placing + written);
      }
      placing += written;
      run.resources().grow(growth);
    }
    return refused;
  }

  /** What was taken was written, or will not be. */
  public synchronized void placed(long written) {
    placing -= written;
  }

  private Optional<Decision> noWorkspace(OpenRun run, Footprint growth) {
    ScratchBounds bounds = run.bounds().scratch();
    Footprint total = run.resources().grown().plus(growth);
    if (growth.paths() > 0 && total.paths() > bounds.runPaths()) {
      return refused("the run's workspace", total.paths(), "paths", bounds.runPaths());
    }
    if (growth.bytes() <= 0) {
      return Optional.empty();
    }
    if (total.bytes() > bounds.runBytes()) {
      return refused("the run's workspace", total.bytes(), "bytes", bounds.runBytes());
    }
    long ofAgent = growth.bytes();
    long ofAll = growth.bytes();
    for (OpenRun other : runs.get()) {
      long bytes = Math.max(0, other.resources().grown().bytes());
      ofAll += bytes;
      ofAgent += other.record().agent().equals(run.record().agent()) ? bytes : 0;
    }
    if (ofAgent > bounds.agentBytes()) {
      return refused("the workspaces of the agent's runs", ofAgent, "bytes", bounds.agentBytes());
    }
    return ofAll > bounds.gatewayBytes()
        ? refused("the workspaces of all runs", ofAll, "bytes", bounds.gatewayBytes())
        : Optional.empty();
  }

  private static Optional<Decision> refused(String of, long total, String what, long bound) {
    return Optional.of(
        Decision.deny(
            SCRATCH_RULE,
            "%s would have %s %s beyond what lay there when they were opened, in blocks of 4 KiB; at most %s"
                .formatted(of, total, what, bound),
            LESS));
  }

  /**
   * Takes room for what a call writes to the run's journal, until {@link #wrote}.
   *
   * @return why there is none, if so; then nothing was taken
   */
  public synchronized Optional<SyscallException> takeJournal(OpenRun run, long bytes) {
    Optional<SyscallException> refused = JournalRoom.noRoom(run, runs.get(), this::taken, bytes);
    if (refused.isEmpty()) {
      lines.merge(run.id(), bytes, Long::sum);
    }
    return refused;
  }

  /** What was taken was written, or will not be. */
  public synchronized void wrote(OpenRun run, long bytes) {
    lines.computeIfPresent(run.id(), (id, taken) -> taken > bytes ? taken - bytes : null);
  }

  /**
   * Returns if a call may be begun, besides those that are going on.
   *
   * @throws SyscallException RUN_FULL, AGENT_JOURNAL_FULL, GATEWAY_JOURNAL_FULL,
   *     AGENT_EVIDENCE_FULL
   */
  public synchronized void requireEvidence(OpenRun run) {
    JournalRoom.require(run, runs.get(), this::taken);
    requireEvidence(run.record().agent());
  }

  /**
   * Returns if a run of the agent may be opened.
   *
   * @throws SyscallException AGENT_EVIDENCE_FULL
   */
  void requireEvidence(String agent) {
    Optional<SyscallException> full = EvidenceRoom.full(agent, runs.get(), quota);
    if (full.isPresent()) {
      throw full.get();
    }
  }

  private long taken(OpenRun run) {
    return lines.getOrDefault(run.id(), 0L);
  }
}
