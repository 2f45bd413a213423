package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.workspace.ContentSource;
import dev.gatehouse.workspace.Owner;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every run that is open in this gateway: started, recovered, submitted, ended. */
public final class OpenRuns {
  private static final Duration SUBMIT_PATIENCE = Duration.ofMinutes(15);
  private static final Duration CONFIRMED_WITHIN = Duration.ofSeconds(2);

  private final RunShares shares;
  private final RunAssembly assembly;
  private final WaitingRuns waiting;
  private final RunListener listener;
  private final UnopenedRuns unopened;
  private final LeftWorkspaces left;
  private final Set<String> starting = ConcurrentHashMap.newKeySet();

  /** No run is open yet. */
  public OpenRuns(
      RunPlaces places,
      SandboxSetup sandbox,
      RunUids uids,
      RunBounds bounds,
      InstantSource clock,
      Ids ids,
      RunListener listener) {
    this.shares = new RunShares(this::all, bounds.evidence());
    this.assembly = new RunAssembly(places, sandbox, bounds, shares, clock, ids, listener);
    this.left = new LeftWorkspaces(assembly::workspaceOf);
    this.waiting = new WaitingRuns(bounds.waiting());
    this.listener = listener;
    this.unopened = new UnopenedRuns(uids);
  }

  /**
   * Where runs lie.
   *
   * @param staging holds the folders of open runs
   * @param workspaces holds their workspaces
   * @param gatewayVersion the version that writes them
   */
  public record RunPlaces(Path staging, Path workspaces, String gatewayVersion) {}

  /** The runs of a former process that are not open yet. */
  public UnopenedRuns unopened() {
    return unopened;
  }

  /** The run of that id, open or waiting to be opened. */
  public Optional<UnsealedRun> lookUp(String runId) {
    return unopened.find(runId);
  }

  /**
   * Whether the engine may have something of the run: it is being started, or is not sealed yet.
   */
  public boolean has(String runId) {
    return starting.contains(runId) || lookUp(runId).isPresent();
  }

  /** Whether the run is being started; the listener hears of it before that is over. */
  public boolean isStarting(String runId) {
    return starting.contains(runId);
  }

  /** Every run, open or waiting to be opened. */
  public List<UnsealedRun> unsealed() {
    return unopened.table();
  }

  /** The open run of that id. */
  public Optional<OpenRun> find(String runId) {
    return lookUp(runId).flatMap(OpenRuns::opened);
  }

  /**
   * The open run of that id. One that waits to be opened is opened next.
   *
   * @throws SyscallException RUN_UNKNOWN, RUN_OPENING, RUN_SET_ASIDE, EVIDENCE_BROKEN
   */
  public OpenRun open(String runId) {
    return switch (lookUp(runId).orElseThrow(OpenRuns::unknown)) {
      case OpenRun run -> run;
      case UnopenedRun run -> {
        unopened.ask(runId);
        throw run.refusal();
      }
    };
  }

  /** All open runs. */
  public List<OpenRun> all() {
    return unsealed().stream().flatMap(run -> opened(run).stream()).toList();
  }

  private static Optional<OpenRun> opened(UnsealedRun run) {
    return switch (run) {
      case OpenRun open -> Optional.of(open);
      case UnopenedRun ignored -> Optional.empty();
    };
  }

  private static SyscallException unknown() {
    return new SyscallException(
        SyscallErrorCode.RUN_UNKNOWN,
        "no run of that id is open",
        "read the run's state; a sealed run takes no calls");
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
   * Opens a run: workspace, sandbox, folder. A failed start leaves nothing behind (promise E1).
   *
   * @throws dev.gatehouse.sandbox.SandboxException if there is no engine or image
   */
  public OpenRun start(RunStart start) {
    Owner owner = unopened.takeUser();
    starting.add(start.runId());
    try {
      return register(assembly.start(start, owner));
    } catch (RuntimeException | Error e) {
      unopened.release(owner);
      throw e;
    } finally {
      starting.remove(start.runId());
    }
  }

  /**
   * Opens a run again that a former gateway process left: intents without an outcome had no effect,
   * the engine's word on commands that ended is read late, and the workspace is made anew from
   * base, blobs and journal (promise F4).
   *
   * @throws dev.gatehouse.sandbox.SandboxException if there is no engine or image; it can be tried
   *     again
   */
  public OpenRun recover(UnopenedRun run, OpenFolder folder, Tree base, ContentSource contents) {
    return register(assembly.recover(folder, run.owner(), base, contents));
  }

  /**
   * Gives the run's lease to a new worker of {@code agent}, with a larger fencing token. The lease
   * that was taken under this key before is returned again, whoever has the run's lease now.
   *
   * @throws SyscallException RUN_BUSY, RUN_FULL
   */
  public Event.LeaseTaken takeLease(OpenRun run, String agent, Identifier key) {
    return run.alone(SUBMIT_PATIENCE, () -> LeaseTaking.take(run, agent, key));
  }

  /**
   * Closes the door of a run, and gives back at once what only its calls needed. Submitting again
   * does nothing.
   *
   * @throws SyscallException LEASE_STALE, LEASE_EXPIRED, RUN_BUSY, TOO_MANY_WAITING_RUNS
   */
  public OpenRun submit(Caller caller) {
    OpenRun run = open(caller.runId());
    return run.lease()
        .during(
            caller.fence(),
            () ->
                run.alone(
                    SUBMIT_PATIENCE,
                    () -> {
                      run.lease().check(caller.fence());
                      if (!run.ledger().submitted()) {
                        run.awaitConfirmation();
                        waiting.submit(
                            run, new Event.RunSubmitted(run.now(), caller.actor()), all());
                        left.giveBackOrLater(run);
                      }
                      return run;
                    }));
  }

  /** Writes the last entry of the run's journal; what is left to do is to seal it. */
  public void end(OpenRun run, RunStatus status) {
    run.alone(
        SUBMIT_PATIENCE,
        () -> {
          run.awaitConfirmation();
          if (!run.ledger().ended()) {
            run.append(new Event.RunEnded(run.now(), status));
            run.force();
          }
          return run;
        });
  }

  /**
   * Ends a run that nobody submitted, between calls: CRASHED by its lease, CANCELLED by time. What
   * only its calls needed is given back at once.
   */
  public Optional<RunStatus> endUnsubmitted(OpenRun run) {
    if (!run.leaseExpired() && !run.overtime()) {
      return Optional.empty();
    }
    return run.alone(
        Duration.ZERO,
        () -> {
          if (run.submitted() || run.ended() || !(run.leaseExpired() || run.overtime())) {
            return Optional.empty();
          }
          RunStatus status = run.leaseExpired() ? RunStatus.CRASHED : RunStatus.CANCELLED;
          run.awaitConfirmation();
          run.append(new Event.RunEnded(run.now(), status));
          run.force();
          left.giveBackOrLater(run);
          return Optional.of(status);
        });
  }

  /**
   * Clears away what an ended run needed while it was open. A workspace that could not be removed
   * is kept in mind for {@link #clearLeft}.
   */
  public void closed(OpenRun run) {
    try {
      left.giveBack(run);
    } finally {
      // Whoever still finds the run here knows that its seal may not have been announced.
      listener.changed(run.id());
      unopened.closed(run);
      unopened.release(run.owner());
    }
  }

  /** Removes what is left of the workspaces of closed runs; throws at the first that stays. */
  public void clearLeft() {
    left.clear();
  }

  /**
   * Lets go of a run that stays open, when the gateway ends; a later process recovers it. Of a
   * command whose confirmation is not written down within two seconds the container stays there for
   * it.
   */
  public void suspend(OpenRun run) {
    unopened.closed(run);
    release(run, run.awaitConfirmation(CONFIRMED_WITHIN));
  }

  /**
   * Closes a run whose evidence or workspace could not be written, so that it can be recovered
   * without a new start. Its calls are refused with EVIDENCE_BROKEN until it is open again. Its
   * containers stay until then: the engine is asked how its commands ended.
   *
   * @return whether it was closed; it is not while a command or a change of it is going on
   */
  public boolean retire(OpenRun run) {
    return run.retire(() -> {
      if (unopened.replace(run)) {
        try {
          release(run, /* confirmed= */ false);
        } finally {
          unopened.enqueue(run.id());
        }
      }
    });
  }

  private static void release(OpenRun run, boolean confirmed) {
    try {
      run.resources().suspend(confirmed);
    } finally {
      run.folder().close();
    }
  }

  private OpenRun register(OpenRun run) {
    unopened.opened(run);
    listener.changed(run.id());
    return run;
  }
}
