package dev.gatehouse.syscalls.handler;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.journal.Event.ApprovalSettled;
import dev.gatehouse.syscalls.Answer.ApprovalStands;
import dev.gatehouse.syscalls.Syscall.ApprovalWait;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.run.OpenRun;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits for an operator's decision.
 *
 * <p>Refusals: APPROVAL_UNKNOWN.
 */
public final class ApprovalWaitHandler implements SyscallHandler<ApprovalWait> {
  /** One call waits at most this long; the caller calls again. */
  static final Duration LONGEST = Duration.ofSeconds(60);

  @Override
  public ApprovalStands handle(CallContext call, ApprovalWait wait) {
    OpenRun run = call.run();
    if (run.runState().approval(wait.approvalId()).isEmpty()) {
      throw new SyscallException(
          SyscallErrorCode.APPROVAL_UNKNOWN,
          "this run has no approval of that id",
          "use an approvalId that a held change was answered with");
    }
    Duration bounded = wait.patience().compareTo(LONGEST) > 0 ? LONGEST : wait.patience();
    run.changes().await(bounded, () -> run.runState().settled(wait.approvalId()).isPresent());
    run.lease().check(call.caller().fence());
    Optional<ApprovalSettled> settled = run.runState().settled(wait.approvalId());
    return call.answered(
        Decision.allow("builtin.wait", "a run may wait for its own approvals"),
        new ApprovalStands(
            call.id(),
            wait.approvalId(),
            settled.map(ApprovalSettled::state).orElse(Approval.State.WAITING),
            settled.map(ApprovalSettled::comment)));
  }
}
