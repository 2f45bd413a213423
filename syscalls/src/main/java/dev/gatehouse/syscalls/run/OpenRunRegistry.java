package dev.gatehouse.syscalls.run;

import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.environment.LeftWorkspaces;
import dev.gatehouse.syscalls.limit.RunUids;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every run of this gateway that is not sealed: open, or waiting to be opened. Thread-safe. */
public final class OpenRunRegistry {
  private static final Duration CONFIRMED_WITHIN = Duration.ofSeconds(2);

  private final RunListener listener;
  private final UnsealedRuns unopened;
  private final LeftWorkspaces left = new LeftWorkspaces();
  private final Set<String> starting = ConcurrentHashMap.newKeySet();

  /**
   * A registry without runs.
   *
   * @param uids the users that commands of runs execute as
   * @param listener is notified of each change of a run
   */
  public OpenRunRegistry(RunUids uids, RunListener listener) {
    this.listener = listener;
    this.unopened = new UnsealedRuns(uids);
  }

  /** The runs of a former process that are not open yet. */
  public UnsealedRuns unopened() {
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

  /** Whether the run is being started; the listener is notified before that is over. */
  public boolean isStarting(String runId) {
    return starting.contains(runId);
  }

  /** Every run, open or waiting to be opened. */
  public List<UnsealedRun> unsealed() {
    return unopened.table();
  }

  /** The open run of that id. */
  public Optional<OpenRun> find(String runId) {
    return lookUp(runId).flatMap(OpenRunRegistry::opened);
  }

  /**
   * The open run of that id. One that waits to be opened is opened next.
   *
   * @throws SyscallException RUN_UNKNOWN, RUN_OPENING, RUN_SET_ASIDE, EVIDENCE_BROKEN
   */
  public OpenRun require(String runId) {
    return switch (lookUp(runId).orElseThrow(OpenRunRegistry::unknown)) {
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
   * Removes a sealed run, and what it needed while it was open. A workspace that could not be
   * removed is removed by {@link #clearLeft}.
   */
  public void release(OpenRun run) {
    try {
      run.resources().release();
    } finally {
      // A caller that still finds the run here knows that its seal may not have been announced.
      listener.changed(run.id());
      unopened.closed(run);
      unopened.release(run.owner());
    }
  }

  /** Removes what is left of the workspaces of released runs; throws at the first that stays. */
  public void clearLeft() {
    left.clear();
  }

  /**
   * Closes a run that stays unsealed, when the gateway ends; a later process recovers it. Of a
   * command whose confirmation is not written within two seconds the container stays there for it.
   */
  public void detach(OpenRun run) {
    unopened.closed(run);
    detach(run, run.awaitConfirmation(CONFIRMED_WITHIN));
  }

  /**
   * Closes a run whose evidence or workspace could not be written, so that it can be recovered
   * without a new start. Its calls are refused with EVIDENCE_BROKEN until it is open again. Its
   * containers stay until then: the engine is asked how its commands ended.
   *
   * @return whether it was closed; it is not while a command or a change of it is going on
   */
  public boolean retire(OpenRun run) {
    return run.exclusion()
        .retire(() -> {
          if (unopened.replace(run)) {
            try {
              detach(run, /* confirmed= */ false);
            } finally {
              unopened.enqueue(run.id());
            }
          }
        });
  }

  private static void detach(OpenRun run, boolean confirmed) {
    try {
      run.resources().suspend(confirmed);
    } finally {
      run.folder().close();
    }
  }

  LeftWorkspaces left() {
    return left;
  }

  RunListener listener() {
    return listener;
  }

  /** From now until {@link #started} the run is known to be on its way. */
  void starting(String runId) {
    starting.add(runId);
  }

  void started(String runId) {
    starting.remove(runId);
  }

  OpenRun register(OpenRun run) {
    unopened.opened(run);
    listener.changed(run.id());
    return run;
  }
}
