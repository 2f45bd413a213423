package dev.gatehouse.syscalls.handler;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.journal.CallStatus;
import dev.gatehouse.evidence.journal.Event.CallEnded;
import dev.gatehouse.evidence.journal.Event.CallIntended;
import dev.gatehouse.evidence.journal.InlineContent;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.Caller;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.run.OpenRun;
import java.util.List;
import java.util.Optional;

/**
 * One call of one run, made once by the dispatcher, with the two events that every call leaves.
 *
 * @param run the run
 * @param caller who calls
 * @param id the call's id
 * @param syscall what is asked for
 * @param request the same as evidence
 */
public record CallContext(
    OpenRun run, Caller caller, String id, Syscall syscall, RecordedRequest request) {

  public CallIntended intended(Decision decision, Optional<Json.Obj> isolation) {
    return new CallIntended(
        run.now(),
        id,
        caller.actor(),
        caller.fence(),
        syscall.changesState() ? caller.key().map(Identifier::text) : Optional.empty(),
        syscall.name(),
        request.intended(run.folder()),
        request.sha256().hex(),
        decision,
        isolation);
  }

  CallEnded ended(Answer answer, List<PathOutcome> paths, List<InlineContent> contents) {
    return new CallEnded(
        run.now(), id, CallStatus.DONE, AnswerCodec.write(answer), paths, contents);
  }

  /**
   * The answer to a call that changed nothing, once the call is journalled, in order and without
   * waiting for the force.
   */
  <A extends Answer> A answered(Decision decision, A answer) {
    run.append(intended(decision, Optional.empty()), ended(answer, List.of(), List.of()));
    return answer;
  }

  /** The decision itself if it allows. */
  static Decision requireAllowed(Decision decision) {
    if (decision.outcome() == Decision.Outcome.DENY) {
      throw SyscallException.denied(decision);
    }
    return decision;
  }
}
