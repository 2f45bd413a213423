package dev.gatehouse.cli.policy;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.policy.decision.Policy;
import java.util.Optional;
import java.util.Set;

/**
 * A question and what a profile must decide of it.
 *
 * @param question what is asked
 * @param expect the outcome
 * @param rule the rule that must decide; empty where any may
 */
public record PolicyCase(AskedQuestion question, Decision.Outcome expect, Optional<String> rule) {
  private static final Set<String> MEMBERS = Set.of("expect", "rule");

  /**
   * Reads the line of a question with {@code expect} (ALLOW, HOLD or DENY) and {@code rule?}.
   *
   * @throws dev.gatehouse.evidence.json.JsonFormatException if it is not one
   */
  public static PolicyCase read(Json.Obj line) {
    return new PolicyCase(
        AskedQuestion.read(line, MEMBERS),
        line.parsed("expect", PolicyCase::outcome),
        line.optionalString("rule"));
  }

  private static Decision.Outcome outcome(String word) {
    return switch (word) {
      case "ALLOW" -> Decision.Outcome.ALLOW;
      case "HOLD" -> Decision.Outcome.HOLD;
      case "DENY" -> Decision.Outcome.DENY;
      default -> throw new IllegalArgumentException("is ALLOW, HOLD or DENY");
    };
  }

  /** The decision, where it is not the expected one. */
  public Optional<Failure> failure(Policy policy) {
    Decision actual = question.decide(policy);
    boolean asExpected =
        actual.outcome() == expect && rule.filter(id -> !id.equals(actual.rule())).isEmpty();
    return asExpected ? Optional.empty() : Optional.of(new Failure(this, actual));
  }

  /**
   * A case that a profile decides otherwise.
   *
   * @param failed the case
   * @param actual what is decided
   */
  public record Failure(PolicyCase failed, Decision actual) {
    /** {@code {"id", "expect", "expectRule"?, "decision", "rule", "reason", "next"?, "mode"?}}. */
    public Json.Obj toJson() {
      Json.Builder object =
          Json.object().put("id", failed.question().id()).put("expect", failed.expect().name());
      failed.rule().ifPresent(id -> object.put("expectRule", id));
      return AnswerLine.putInto(object, actual).build();
    }
  }
}
