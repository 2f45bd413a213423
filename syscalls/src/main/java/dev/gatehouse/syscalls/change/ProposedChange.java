package dev.gatehouse.syscalls.change;

import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.policy.decision.PathDecision;
import java.util.Optional;

/**
 * A change of the tree that a command made and that the policy does not deny.
 *
 * @param index of its outcome among those of the command
 * @param change the path with before and after
 * @param decided the policy's decision
 * @param content what it becomes; empty for a deletion
 */
record ProposedChange(int index, Change change, PathDecision decided, Optional<byte[]> content) {

  boolean held() {
    return decided.decision().outcome() == Decision.Outcome.HOLD;
  }

  PathOutcome outcome(Optional<String> approvalId) {
    return new PathOutcome(
        change.path().toTreePath(),
        held() ? Disposition.HELD : Disposition.COMMITTED,
        decided.decision(),
        change.before(),
        change.after(),
        approvalId);
  }
}
