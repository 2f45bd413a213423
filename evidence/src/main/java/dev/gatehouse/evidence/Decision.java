package dev.gatehouse.evidence;

import dev.gatehouse.evidence.json.Json;
import java.util.Optional;

/**
 * What the policy said of one act, and why.
 *
 * @param outcome allowed, denied, or held for an operator
 * @param rule id of the rule that decided; {@code builtin.*} for rules that no profile can change
 * @param reason one sentence for a person
 * @param next the next legal step after a denial or a hold; empty where the act was allowed
 * @param mode for commands, {@code argv} (decided by the rules of a program) or {@code contained}
 *     (sandboxed and mediated, but not read)
 */
public record Decision(
    Outcome outcome, String rule, String reason, Optional<String> next, Optional<String> mode) {

  /** The three possible outcomes. */
  public enum Outcome {
    ALLOW,
    DENY,
    /** Held until an operator decides. */
    HOLD
  }

  /** A decision that allows. */
  public static Decision allow(String rule, String reason) {
    return new Decision(Outcome.ALLOW, rule, reason, Optional.empty(), Optional.empty());
  }

  /** A decision that denies; {@code next} is what the caller may do instead. */
  public static Decision deny(String rule, String reason, String next) {
    return new Decision(Outcome.DENY, rule, reason, Optional.of(next), Optional.empty());
  }

  /** A decision that holds the act for an operator. */
  public static Decision hold(String rule, String reason, String next) {
    return new Decision(Outcome.HOLD, rule, reason, Optional.of(next), Optional.empty());
  }

  /** The same decision, made in {@code commandMode}. */
  public Decision inMode(String commandMode) {
    return new Decision(outcome, rule, reason, next, Optional.of(commandMode));
  }

  /** {@code {"mode"?, "next"?, "outcome", "reason", "rule"}}. */
  public Json.Obj toJson() {
    Json.Builder object =
        Json.object().put("outcome", outcome.name()).put("rule", rule).put("reason", reason);
    next.ifPresent(text -> object.put("next", text));
    mode.ifPresent(text -> object.put("mode", text));
    return object.build();
  }

  /**
   * The inverse of {@link #toJson()}.
   *
   * @throws dev.gatehouse.evidence.json.JsonFormatException if a member is missing or malformed
   */
  public static Decision fromJson(Json.Obj json) {
    return new Decision(
        json.parsed("outcome", Outcome::valueOf),
        json.string("rule"),
        json.string("reason"),
        json.optionalString("next"),
        json.optionalString("mode"));
  }
}
