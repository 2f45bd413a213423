package dev.gatehouse.evidence.journal;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One entry of a run's journal. Serialized by {@link EventCodec}: adding a case or a member is a
 * change of the run folder's format.
 */
public sealed interface Event {
  /** When the gateway wrote it. */
  Instant at();

  /**
   * {@code run.begin}: the run was opened.
   *
   * @param agent name of the agent identity
   * @param closureSha256 digest of {@code data/closure.json}; folders of format 1 have none, and
   *     one of format 2 that has none cannot be the evidence of a run that passed
   */
  record RunBegun(Instant at, String agent, Optional<Digest> closureSha256) implements Event {
    /** The opening of a run without a closure. */
    public RunBegun(Instant at, String agent) {
      this(at, agent, Optional.empty());
    }
  }

  /**
   * {@code lease.taken}: a worker took the run's lease.
   *
   * @param fence the fencing token; each lease has a larger one
   * @param key the idempotency key of the call that took it; the first lease is the opening's and
   *     has none, and neither has one in a folder of format 1
   */
  record LeaseTaken(Instant at, String agent, long fence, Optional<String> key) implements Event {
    /** The lease that comes with the opening of a run. */
    public LeaseTaken(Instant at, String agent, long fence) {
      this(at, agent, fence, Optional.empty());
    }
  }

  /**
   * {@code call.intent}: a call was decided and is about to be done.
   *
   * @param callId names the call; every later event of it repeats this
   * @param actor who called, {@code agent:NAME}
   * @param fence the fencing token that the call carried
   * @param key the idempotency key of a state-changing call
   * @param op name of the syscall, such as {@code file.write}
   * @param request the typed request, contents replaced by their versions; always kept
   * @param requestSha256 digest of the canonical request, in which contents are digests
   * @param decision the policy's decision; ALLOW or HOLD
   * @param isolation the confinement read back from kernel and engine, for commands
   */
  record CallIntended(
      Instant at,
      String callId,
      String actor,
      long fence,
      Optional<String> key,
      String op,
      CallRequest request,
      String requestSha256,
      Decision decision,
      Optional<Json.Obj> isolation)
      implements Event {
    public CallIntended {
      if (request instanceof CallRequest.Reference reference && !reference.kept()) {
        throw new JsonFormatException("the request of a call that is done is kept");
      }
    }
  }

  /**
   * {@code call.outcome}: an intended call ended.
   *
   * @param answer what the caller was answered, output by reference
   * @param paths what became of each path that it proposed to change
   * @param contents content of up to 4 KiB that the paths refer to; larger content is a blob
   */
  record CallEnded(
      Instant at,
      String callId,
      CallStatus status,
      Json.Obj answer,
      List<PathOutcome> paths,
      List<InlineContent> contents)
      implements Event {
    public CallEnded {
      paths = List.copyOf(paths);
      contents = List.copyOf(contents);
    }
  }

  /**
   * {@code call.refused}: a call was refused; nothing was changed.
   *
   * @param code the stable code
   * @param reason one sentence
   * @param request the request as far as it could be read
   * @param decision the policy's decision, where the policy refused
   */
  record CallRefused(
      Instant at,
      String callId,
      String actor,
      String op,
      String code,
      String reason,
      CallRequest request,
      Optional<Decision> decision)
      implements Event {}

  /**
   * {@code call.confirmed}: the engine confirmed, or contradicted, what the starter reported of a
   * command.
   *
   * @param agrees whether the engine's exit status is the starter's
   * @param detail the engine's view: exit code, out-of-memory, times
   */
  record CallConfirmed(Instant at, String callId, boolean agrees, Json.Obj detail)
      implements Event {}

  /**
   * {@code call.aborted}: an intent has no outcome, since the call could not be done or the gateway
   * was restarted; it had no effect.
   */
  record CallAborted(Instant at, String callId, String reason) implements Event {}

  /** {@code approval.requested}: a protected change was held. */
  record ApprovalRequested(Instant at, Approval approval, List<InlineContent> contents)
      implements Event {
    public ApprovalRequested {
      contents = List.copyOf(contents);
    }
  }

  /**
   * {@code approval.settled}: for {@link Approval.State#COMMITTED} this event is the commit itself.
   *
   * @param by name of the operator identity, or {@code gateway} for an expiry
   * @param comment what the operator wrote, or why the gateway settled it
   * @param proposalSha256 the digest that was decided on
   */
  record ApprovalSettled(
      Instant at,
      String approvalId,
      Approval.State state,
      String by,
      String comment,
      String proposalSha256)
      implements Event {}

  /** {@code scratch.lost}: scratch files were lost in a restart; the run's tree is whole. */
  record ScratchLost(Instant at) implements Event {}

  /** {@code run.submitted}: the worker submitted; the run takes no more calls. */
  record RunSubmitted(Instant at, String actor) implements Event {}

  /**
   * {@code run.end}, the last entry: it ends every approval that still waits.
   *
   * @param cancelled who cancelled the run; of a run that is CANCELLED because its time was over,
   *     and in folders of format 1, there is none
   */
  record RunEnded(Instant at, RunStatus status, Optional<Cancellation> cancelled) implements Event {
    public RunEnded {
      if (cancelled.isPresent() && status != RunStatus.CANCELLED) {
        throw new JsonFormatException("a run that nobody cancelled does not say who cancelled it");
      }
    }

    /** The end of a run that nobody cancelled. */
    public RunEnded(Instant at, RunStatus status) {
      this(at, status, Optional.empty());
    }

    /** How it ends an approval that nobody has decided. */
    public ApprovalSettled settles(Approval approval) {
      return new ApprovalSettled(
          at,
          approval.approvalId(),
          Approval.State.EXPIRED,
          "gateway",
          cancelled.isPresent() ? "the run was cancelled" : "",
          approval.proposalSha256().hex());
    }
  }
}
