package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.PathRefused;
import dev.gatehouse.evidence.folder.FolderBroken;
import dev.gatehouse.evidence.journal.Event.CallEnded;
import dev.gatehouse.evidence.journal.Event.CallIntended;
import dev.gatehouse.evidence.journal.Event.CallRefused;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.sandbox.SandboxRefused;
import dev.gatehouse.workspace.WorkspaceRefused;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The one door (promise A1): lease, decide, act, journal, answer. What comes through it is a typed
 * {@link Syscall} from an authenticated {@link Caller}; nothing else changes a run.
 */
public final class Door {
  private static final Json.Obj NO_REQUEST = Json.object().build();

  private final OpenRuns runs;
  private final StorageRoom storage;

  /** A door to these runs, which asks {@code storage} before each call. */
  public Door(OpenRuns runs, StorageRoom storage) {
    this.runs = runs;
    this.storage = storage;
  }

  /**
   * Does one syscall.
   *
   * @param caller who calls
   * @param name the syscall's name, for the journal line of a request that is not well-formed
   * @param request makes the typed syscall, or refuses
   * @throws SyscallRefused if it was not done; see the class of each syscall for its codes, and
   *     BODY_INVALID, PATH_*, RUN_UNKNOWN, RUN_OPENING, RUN_SET_ASIDE, RUN_NOT_OPEN, LEASE_STALE,
   *     LEASE_EXPIRED, SYSCALL_CLOSED, POLICY_DENIED, KEY_MISSING, KEY_REUSED, RUN_BUSY, RUN_FULL,
   *     AGENT_JOURNAL_FULL, GATEWAY_JOURNAL_FULL, AGENT_EVIDENCE_FULL, STORAGE_FULL,
   *     EVIDENCE_BROKEN
   */
  public Answer call(Caller caller, String name, Supplier<Syscall> request) {
    OpenRun run = opened(caller);
    try {
      Optional<SyscallRefused> noLine = noLine(run);
      return noLine.isPresent()
          ? repeated(run, caller, request, noLine.get())
          : answered(run, caller, name, request);
    } catch (FolderBroken e) {
      throw SyscallRefused.evidenceBroken(e);
    }
  }

  /** A run that is not open for want of room is refused with STORAGE_FULL. */
  private OpenRun opened(Caller caller) {
    if (runs.lookUp(caller.runId()).map(UnsealedRun::waitsToBeOpened).orElse(false)) {
      storage.require(StorageRoom.Need.CHANGE);
    }
    OpenRun run = runs.open(caller.runId());
    run.requireWhole();
    return run;
  }

  /** Why no line may be written for a call now, if so. */
  private Optional<SyscallRefused> noLine(OpenRun run) {
    try {
      requireLine(run);
      return Optional.empty();
    } catch (SyscallRefused e) {
      return Optional.of(e);
    }
  }

  private void requireLine(OpenRun run) {
    storage.require(StorageRoom.Need.LINE);
    run.resources().shares().requireEvidence(run);
  }

  /**
   * A call where no line may be written. One that was done under its key has its stored answer, and
   * a worker that calls keeps its lease.
   */
  private static Answer repeated(
      OpenRun run, Caller caller, Supplier<Syscall> request, SyscallRefused noLine) {
    return run.lease()
        .during(
            caller.fence(),
            () -> {
              Syscall syscall = repeatable(run, caller, request).orElseThrow(() -> noLine);
              requireOpen(run, syscall);
              takeMemory(run, caller, syscall);
              return run.alone(
                  caller.patience(),
                  () ->
                      former(run, caller)
                          .map(done -> storedAnswer(run, caller, done, syscall))
                          .orElseThrow(() -> noLine));
            });
  }

  /** The syscall that the caller repeats, of those that change state and whose key was used. */
  private static Optional<Syscall> repeatable(
      OpenRun run, Caller caller, Supplier<Syscall> request) {
    if (former(run, caller).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(request.get()).filter(Syscall::changesState);
    } catch (SyscallRefused | PathRefused e) {
      return Optional.empty();
    }
  }

  private static Optional<CallTable.Keyed> former(OpenRun run, Caller caller) {
    return caller.key().flatMap(key -> run.ledger().byKey(key.text()));
  }

  private Answer answered(OpenRun run, Caller caller, String name, Supplier<Syscall> request) {
    String callId = run.ids().call();
    run.resources().observer().began(run.id(), callId);
    Json.Obj recorded = NO_REQUEST;
    try {
      Syscall syscall = request.get();
      recorded = syscall.request();
      return run.lease().during(caller.fence(), () -> admitted(run, caller, callId, syscall));
    } catch (SyscallRefused refused) {
      throw journalled(run, caller, callId, name, recorded, refused);
    } catch (PathRefused e) {
      throw journalled(run, caller, callId, name, recorded, refusal(e));
    } catch (WorkspaceRefused e) {
      throw journalled(run, caller, callId, name, recorded, refusal(e));
    } catch (SandboxRefused e) {
      throw journalled(run, caller, callId, name, recorded, refusal(e));
    }
  }

  /** Journals the refusal of a request that could not even be read as this syscall's. */
  public void refused(Caller caller, String name, SyscallRefused refusal) {
    Optional<OpenRun> open = runs.find(caller.runId());
    if (open.isPresent()) {
      OpenRun run = open.get();
      requireLine(run);
      try {
        journal(run, caller, run.ids().call(), name, NO_REQUEST, refusal);
      } catch (FolderBroken e) {
        throw SyscallRefused.evidenceBroken(e);
      }
    }
  }

  private static SyscallRefused refusal(PathRefused e) {
    return new SyscallRefused(
        e.code(),
        String.valueOf(e.getMessage()),
        "name a relative path inside the workspace",
        Optional.empty());
  }

  private static SyscallRefused refusal(WorkspaceRefused e) {
    return new SyscallRefused(
        FileCodes.of(e.code()), String.valueOf(e.getMessage()), e.next(), Optional.empty());
  }

  private static SyscallRefused refusal(SandboxRefused e) {
    return new SyscallRefused(e.code(), String.valueOf(e.getMessage()), e.next(), Optional.empty());
  }

  private Answer admitted(OpenRun run, Caller caller, String callId, Syscall syscall) {
    requireOpen(run, syscall);
    Decision opened = run.policy().syscall(syscall.name());
    if (opened.outcome() != Decision.Outcome.ALLOW) {
      throw new SyscallRefused(
          RefusalCode.SYSCALL_CLOSED.name(),
          opened.reason(),
          opened.next().orElse("use a syscall that the profile opens"),
          Optional.of(opened));
    }
    if (!syscall.changesState()) {
      return act(run, caller, callId, syscall);
    }
    if (caller.key().isEmpty()) {
      throw SyscallRefused.keyMissing();
    }
    takeMemory(run, caller, syscall);
    return run.alone(
        caller.patience(),
        () -> {
          Optional<CallTable.Keyed> former = former(run, caller);
          if (former.isPresent()) {
            return storedAnswer(run, caller, former.get(), syscall);
          }
          run.lease().check(caller.fence());
          requireOpen(run, syscall);
          storage.require(StorageRoom.Need.CHANGE);
          return act(run, caller, callId, syscall);
        });
  }

  /** For what a command writes to its outputs; what it changes is not known yet. */
  private static void takeMemory(OpenRun run, Caller caller, Syscall syscall) {
    if (syscall instanceof Syscall.ExecRun) {
      caller.memory().take(2 * run.profile().limits().outputBytes());
    }
  }

  private Answer act(OpenRun run, Caller caller, String callId, Syscall syscall) {
    return switch (syscall) {
      case Syscall.FileRead read -> new FileReadCall(run, caller, callId).run(read);
      case Syscall.FileWrite write -> new FileWriteCall(run, caller, callId).run(write);
      case Syscall.FileDelete delete -> new FileDeleteCall(run, caller, callId).run(delete);
      case Syscall.DirList list -> new DirListCall(run, caller, callId).run(list);
      case Syscall.ExecRun exec -> new ExecRunCall(run, caller, callId, storage).run(exec);
      case Syscall.ApprovalWait wait -> new ApprovalWaitCall(run, caller, callId).run(wait);
    };
  }

  private static void requireOpen(OpenRun run, Syscall syscall) {
    boolean waiting = syscall instanceof Syscall.ApprovalWait;
    if (run.ledger().ended() || (run.ledger().submitted() && !waiting)) {
      throw new SyscallRefused(
          RefusalCode.RUN_NOT_OPEN,
          "the run was submitted; its door is closed",
          "read the run's state, or open a new run");
    }
    if (run.overtime() && !waiting) {
      throw new SyscallRefused(
          RefusalCode.RUN_NOT_OPEN, "the run's time is over", "open a new run");
    }
  }

  private static Answer storedAnswer(
      OpenRun run, Caller caller, CallTable.Keyed call, Syscall syscall) {
    CallIntended former = (CallIntended) run.folder().events().get(Math.toIntExact(call.intent()));
    String digest = Digest.of(syscall.request().canonical()).hex();
    if (!former.op().equals(syscall.name()) || !former.requestSha256().equals(digest)) {
      throw SyscallRefused.keyReused();
    }
    if (call.outcome().isEmpty()) {
      throw new SyscallRefused(
          RefusalCode.EVIDENCE_BROKEN, "the call with this key has no outcome", "use a new key");
    }
    int seq = Math.toIntExact(call.outcome().getAsLong());
    caller.memory().take(run.folder().journal().length(seq));
    CallEnded outcome = (CallEnded) run.folder().events().get(seq);
    return AnswerCodec.stored(former, outcome, run::storedContent);
  }

  /** One line in the journal for each refusal; the refusal itself is the answer either way. */
  private static SyscallRefused journalled(
      OpenRun run,
      Caller caller,
      String callId,
      String name,
      Json.Obj request,
      SyscallRefused refused) {
    journal(run, caller, callId, name, request, refused);
    return refused;
  }

  private static void journal(
      OpenRun run,
      Caller caller,
      String callId,
      String name,
      Json.Obj request,
      SyscallRefused refused) {
    if (!refused.code().equals(RefusalCode.EVIDENCE_BROKEN.name())) {
      run.appendUnlessEnded(
          new CallRefused(
              run.now(),
              callId,
              caller.actor(),
              name,
              refused.code(),
              refused.reason(),
              Bounded.refused(run.folder(), request),
              refused.decision()));
    }
  }
}
