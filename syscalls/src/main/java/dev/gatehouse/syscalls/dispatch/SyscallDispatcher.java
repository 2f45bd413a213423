package dev.gatehouse.syscalls.dispatch;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.EvidenceErrorCode;
import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.evidence.folder.FolderEndedException;
import dev.gatehouse.evidence.folder.FolderWriteException;
import dev.gatehouse.evidence.journal.Event.CallEnded;
import dev.gatehouse.evidence.journal.Event.CallIntended;
import dev.gatehouse.evidence.journal.Event.CallRefused;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.Caller;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.handler.AnswerCodec;
import dev.gatehouse.syscalls.handler.ApprovalWaitHandler;
import dev.gatehouse.syscalls.handler.CallContext;
import dev.gatehouse.syscalls.handler.DirListHandler;
import dev.gatehouse.syscalls.handler.ExecRunHandler;
import dev.gatehouse.syscalls.handler.FileDeleteHandler;
import dev.gatehouse.syscalls.handler.FileReadHandler;
import dev.gatehouse.syscalls.handler.FileWriteHandler;
import dev.gatehouse.syscalls.handler.RecordedRequest;
import dev.gatehouse.syscalls.handler.SyscallHandler;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import dev.gatehouse.syscalls.run.UnsealedRun;
import dev.gatehouse.syscalls.state.CallTable;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The one entry for the calls of agents to an open run (complete mediation): lease, decide, act,
 * journal, answer. A typed {@link Syscall} of an authenticated {@link Caller} comes in. Operators
 * change a run through {@link dev.gatehouse.syscalls.approval.ApprovalQueue}, its life cycle is in
 * {@link OpenRun}.
 */
public final class SyscallDispatcher {
  private final OpenRunRegistry runs;
  private final StorageRoom storage;
  private final SyscallHandler<Syscall.FileRead> fileRead = new FileReadHandler();
  private final SyscallHandler<Syscall.FileWrite> fileWrite = new FileWriteHandler();
  private final SyscallHandler<Syscall.FileDelete> fileDelete = new FileDeleteHandler();
  private final SyscallHandler<Syscall.DirList> dirList = new DirListHandler();
  private final SyscallHandler<Syscall.ExecRun> execRun;
  private final SyscallHandler<Syscall.ApprovalWait> approvalWait = new ApprovalWaitHandler();

  /** A dispatcher of calls of these runs, which asks {@code storage} before each call. */
  public SyscallDispatcher(OpenRunRegistry runs, StorageRoom storage) {
    this.runs = runs;
    this.storage = storage;
    this.execRun = new ExecRunHandler(storage);
  }

  /**
   * Does one syscall.
   *
   * @param caller who calls
   * @param name the syscall's name, for the journal line of a request that is not well-formed
   * @param request makes the typed syscall, or refuses
   * @throws GatehouseException if it was not done; see the handler of each syscall for its codes,
   *     and BODY_INVALID, PATH_*, RUN_UNKNOWN, RUN_OPENING, RUN_SET_ASIDE, RUN_NOT_OPEN,
   *     LEASE_STALE, LEASE_EXPIRED, SYSCALL_CLOSED, POLICY_DENIED, KEY_MISSING, KEY_REUSED,
   *     RUN_BUSY, RUN_FULL, AGENT_JOURNAL_FULL, GATEWAY_JOURNAL_FULL, AGENT_EVIDENCE_FULL,
   *     STORAGE_FULL, EVIDENCE_BROKEN
   */
  public Answer call(Caller caller, String name, Supplier<Syscall> request) {
    OpenRun run = opened(caller);
    try {
      Optional<SyscallException> noLine = noLine(run);
      return noLine.isPresent()
          ? repeated(run, caller, request, noLine.get())
          : answered(run, caller, name, request);
    } catch (FolderEndedException e) {
      throw SyscallException.runEnded();
    } catch (FolderWriteException e) {
      throw SyscallException.evidenceBroken(e);
    }
  }

  /** A run that is not open for want of room is refused with STORAGE_FULL. */
  private OpenRun opened(Caller caller) {
    if (runs.lookUp(caller.runId()).map(UnsealedRun::waitsToBeOpened).orElse(false)) {
      storage.require(StorageRoom.Need.CHANGE);
    }
    OpenRun run = runs.require(caller.runId());
    run.exclusion().requireWhole();
    return run;
  }

  /** Why no line may be written for a call now, if so. */
  private Optional<SyscallException> noLine(OpenRun run) {
    try {
      requireLine(run);
      return Optional.empty();
    } catch (SyscallException e) {
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
      OpenRun run, Caller caller, Supplier<Syscall> request, SyscallException noLine) {
    return run.lease()
        .during(
            caller.fence(),
            () -> {
              Syscall syscall = repeatable(run, caller, request).orElseThrow(() -> noLine);
              requireAccepted(run, syscall);
              takeMemory(run, caller, syscall);
              RecordedRequest recorded = RecordedRequest.of(syscall);
              return run.alone(
                  caller.patience(),
                  () ->
                      former(run, caller)
                          .map(done -> storedAnswer(run, caller, done, syscall, recorded))
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
    } catch (GatehouseException e) {
      return Optional.empty();
    }
  }

  private static Optional<CallTable.Keyed> former(OpenRun run, Caller caller) {
    return caller.key().flatMap(key -> run.runState().byKey(key.text()));
  }

  private Answer answered(OpenRun run, Caller caller, String name, Supplier<Syscall> request) {
    String callId = run.ids().call();
    run.resources().observer().began(run.id(), callId);
    RecordedRequest recorded = RecordedRequest.NONE;
    try {
      Syscall syscall = request.get();
      recorded = RecordedRequest.of(syscall);
      CallContext call = new CallContext(run, caller, callId, syscall, recorded);
      return run.lease().during(caller.fence(), () -> admitted(call));
    } catch (GatehouseException refused) {
      journal(run, caller, callId, name, recorded, refused);
      throw refused;
    }
  }

  /** Journals the refusal of a request that could not even be read as this syscall's. */
  public void refused(Caller caller, String name, GatehouseException refusal) {
    Optional<OpenRun> open = runs.find(caller.runId());
    if (open.isPresent()) {
      OpenRun run = open.get();
      requireLine(run);
      try {
        journal(run, caller, run.ids().call(), name, RecordedRequest.NONE, refusal);
      } catch (FolderWriteException e) {
        throw SyscallException.evidenceBroken(e);
      }
    }
  }

  private Answer admitted(CallContext call) {
    OpenRun run = call.run();
    Syscall syscall = call.syscall();
    requireAccepted(run, syscall);
    Decision opened = run.policy().syscall(syscall.name());
    if (opened.outcome() != Decision.Outcome.ALLOW) {
      throw SyscallException.closed(opened);
    }
    BoundCall<?> bound = bound(call);
    if (!syscall.changesState()) {
      bound.validate();
      return bound.handle();
    }
    Caller caller = call.caller();
    if (caller.key().isEmpty()) {
      throw SyscallException.keyMissing();
    }
    bound.validate();
    takeMemory(run, caller, syscall);
    return run.alone(
        caller.patience(),
        () -> {
          Optional<CallTable.Keyed> former = former(run, caller);
          if (former.isPresent()) {
            return storedAnswer(run, caller, former.get(), syscall, call.request());
          }
          run.lease().check(caller.fence());
          requireAccepted(run, syscall);
          storage.require(StorageRoom.Need.CHANGE);
          return bound.handle();
        });
  }

  /** For what a command writes to its outputs; what it changes is not known yet. */
  private static void takeMemory(OpenRun run, Caller caller, Syscall syscall) {
    if (syscall instanceof Syscall.ExecRun) {
      caller.memory().take(2 * run.profile().limits().outputBytes());
    }
  }

  /** A call with the handler of its syscall. */
  private record BoundCall<S extends Syscall>(
      SyscallHandler<S> handler, CallContext call, S syscall) {
    void validate() {
      handler.validate(call, syscall);
    }

    Answer handle() {
      return handler.handle(call, syscall);
    }
  }

  private BoundCall<?> bound(CallContext call) {
    return switch (call.syscall()) {
      case Syscall.FileRead read -> new BoundCall<>(fileRead, call, read);
      case Syscall.FileWrite write -> new BoundCall<>(fileWrite, call, write);
      case Syscall.FileDelete delete -> new BoundCall<>(fileDelete, call, delete);
      case Syscall.DirList list -> new BoundCall<>(dirList, call, list);
      case Syscall.ExecRun exec -> new BoundCall<>(execRun, call, exec);
      case Syscall.ApprovalWait wait -> new BoundCall<>(approvalWait, call, wait);
    };
  }

  private static void requireAccepted(OpenRun run, Syscall syscall) {
    run.exclusion().cancelSignal().requireNone();
    if (!run.journalPhase().accepts(syscall)) {
      throw new SyscallException(
          SyscallErrorCode.RUN_NOT_OPEN,
          "the run is " + run.journalPhase() + ", and takes no " + syscall.name(),
          "read the run's state, or open a new run");
    }
    if (run.overtime() && !syscall.allowedAfterSubmit()) {
      throw new SyscallException(
          SyscallErrorCode.RUN_NOT_OPEN, "the run's time is over", "open a new run");
    }
  }

  private static Answer storedAnswer(
      OpenRun run, Caller caller, CallTable.Keyed call, Syscall syscall, RecordedRequest request) {
    CallIntended former = (CallIntended) run.folder().events().get(Math.toIntExact(call.intent()));
    if (!former.op().equals(syscall.name())
        || !former.requestSha256().equals(request.sha256().hex())) {
      throw SyscallException.keyReused();
    }
    if (call.outcome().isEmpty()) {
      throw new SyscallException(
          EvidenceErrorCode.EVIDENCE_BROKEN,
          "the call with this key has no outcome",
          "use a new key");
    }
    int seq = Math.toIntExact(call.outcome().getAsLong());
    caller.memory().take(run.folder().journal().length(seq));
    CallEnded outcome = (CallEnded) run.folder().events().get(seq);
    return AnswerCodec.stored(syscall, former, outcome, run::storedContent);
  }

  /** One line in the journal for each refusal; the refusal itself is the answer either way. */
  private static void journal(
      OpenRun run,
      Caller caller,
      String callId,
      String name,
      RecordedRequest request,
      GatehouseException refused) {
    if (refused.code() != EvidenceErrorCode.EVIDENCE_BROKEN) {
      run.appendUnlessEnded(() ->
          new CallRefused(
              run.now(),
              callId,
              caller.actor(),
              name,
              refused.code().name(),
              refused.reason(),
              request.refused(run.folder()),
              decision(refused)));
    }
  }

  private static Optional<Decision> decision(GatehouseException refused) {
    return refused instanceof SyscallException syscall ? syscall.decision() : Optional.empty();
  }
}
