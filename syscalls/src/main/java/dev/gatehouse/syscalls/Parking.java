package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.journal.Event.ApprovalRequested;
import dev.gatehouse.policy.PathDecision;
import java.time.Instant;

/** Parks a protected change for an operator, with everything that the approval binds to (F2). */
final class Parking {
  private Parking() {}

  static ApprovalRequested request(
      OpenRun run, String callId, Change change, PathDecision decided, Contents contents) {
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
