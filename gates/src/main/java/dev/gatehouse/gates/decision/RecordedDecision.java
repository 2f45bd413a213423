package dev.gatehouse.gates.decision;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.policy.decision.PathDecision;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.decision.Question;

/**
 * What was decided of one call, or of one path that a command changed.
 *
 * @param line the journal line that records it
 * @param callId the call
 * @param op its syscall
 * @param question what was decided
 * @param decision as it is recorded
 */
public record RecordedDecision(
    long line, String callId, String op, Question question, Decision decision) {

  /** What a policy decides of it, which begins with whether it opens the syscall. */
  public PathDecision decide(Policy policy) {
    PathDecision opened = new Question.Call(op).decide(policy);
    return opened.decision().outcome() == Decision.Outcome.ALLOW ? question.decide(policy) : opened;
  }
}
