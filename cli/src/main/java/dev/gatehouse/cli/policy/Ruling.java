package dev.gatehouse.cli.policy;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.policy.decision.Destination;
import dev.gatehouse.policy.decision.PathDecision;

/**
 * What is decided of an act, and where an allowed change goes: what two policies are compared by.
 *
 * @param decision outcome, rule and reason
 * @param scratch whether the act is allowed and never part of the result
 */
public record Ruling(Decision decision, boolean scratch) {
  /** What a policy says. */
  public static Ruling of(PathDecision said) {
    return new Ruling(
        said.decision(),
        said.zone() == Destination.SCRATCH && said.decision().outcome() == Decision.Outcome.ALLOW);
  }

  /** Whether both let the same happen, by whatever rules. */
  public boolean agrees(Ruling other) {
    return decision.outcome() == other.decision.outcome() && scratch == other.scratch;
  }

  /** {@code ALLOW}, {@code ALLOW as scratch}, {@code HOLD} or {@code DENY}. */
  public String word() {
    return decision.outcome().name() + (scratch ? " as scratch" : "");
  }

  /** {@code {"decision", "rule", "reason", "next"?, "mode"?, "scratch"?}}. */
  public Json.Obj toJson() {
    Json.Builder object = AnswerLine.putInto(Json.object(), decision);
    if (scratch) {
      object.put("scratch", true);
    }
    return object.build();
  }
}
