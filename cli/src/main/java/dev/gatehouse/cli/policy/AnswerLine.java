package dev.gatehouse.cli.policy;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.json.Json;

/**
 * What a policy decides of an asked question.
 *
 * @param id the question's
 * @param decision what is decided
 */
public record AnswerLine(String id, Decision decision) {
  /** {@code {"id", "decision", "rule", "reason", "next"?, "mode"?}}. */
  public Json.Obj toJson() {
    return putInto(Json.object().put("id", id), decision).build();
  }

  /** Adds {@code decision}, {@code rule}, {@code reason}, {@code next} and {@code mode}. */
  static Json.Builder putInto(Json.Builder object, Decision decision) {
    object
        .put("decision", decision.outcome().name())
        .put("rule", decision.rule())
        .put("reason", decision.reason());
    decision.next().ifPresent(text -> object.put("next", text));
    decision.mode().ifPresent(text -> object.put("mode", text));
    return object;
  }
}
