package dev.gatehouse.syscalls.change;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.journal.Event.ApprovalRequested;
import dev.gatehouse.policy.decision.PathDecision;
import dev.gatehouse.syscalls.run.OpenRun;
import java.time.Instant;

/** Holds a protected change for an operator, with everything that the approval binds to (F2). */
public final class HeldChanges {
  /** Changes of one run that wait for operators, at most. */
  public static final int MAX_WAITING = 200;

  private HeldChanges() {}

  /** Whether no more can wait, {@code besides} of this call counted. */
  public static boolean isFull(OpenRun run, int besides) {
    return run.waitingApprovals() + besides >= MAX_WAITING;
  }

  /** Why a change is not held where no more can wait. */
  public static Decision full() {
    return Decision.deny(
        "builtin.approvals",
        "%s changes of the run wait for operators already".formatted(MAX_WAITING),
        "wait until some are decided");
  }

  public static ApprovalRequested request(
      OpenRun run, String callId, Change change, PathDecision decided, EventContents contents) {
    Instant now = run.now();
    Approval approval =
        new Approval(
            run.ids().approval(),
            run.id(),
            callId,
            change,
            run.record().policySha256(),
            decided.decision().rule(),
            decided.approverRole().orElse("OPERATOR"),
            run.ids().nonce(),
            now,
            now.plusSeconds(run.profile().limits().approvalSeconds()));
    return new ApprovalRequested(now, approval, contents.takeInline());
  }
}
