package dev.gatehouse.evidence;

import dev.gatehouse.evidence.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * What the policy said of one act, and why.
 *
 * @param outcome allowed, denied, or held for an operator
 * @param rule id of the rule that decided; {@code builtin.*} for rules that no profile can change
 * @param reason one sentence for a person
 * @param next the next legal step after a denial or a hold; empty where the act was allowed
 * @param mode for commands, {@code argv} (decided by the rules of a program), {@code shell} (each
 *     simple command of a shell string by those rules) or {@code contained} (sandboxed and
 *     mediated, but not read)
 * @param commands the simple commands that a command can start, in the order of its text; empty
 *     where it was not allowed or not read, and in runs whose policy has no {@code commands.mode}
 */
public record Decision(
    Outcome outcome,
    String rule,
    String reason,
    Optional<String> next,
    Optional<String> mode,
    List<CommandDecision> commands) {
  public Decision {
    commands = List.copyOf(commands);
  }

  /** The three possible outcomes. */
  public enum Outcome {
    ALLOW,
    DENY,
    /** Held until an operator decides. */
    HOLD
  }

  /** A decision that allows. */
  public static Decision allow(String rule, String reason) {
    return new Decision(Outcome.ALLOW, rule, reason, Optional.empty(), Optional.empty(), List.of());
  }

  /** A decision that denies; {@code next} is what the caller may do instead. */
  public static Decision deny(String rule, String reason, String next) {
    return new Decision(Outcome.DENY, rule, reason, Optional.of(next), Optional.empty(), List.of());
  }

  /** A decision that holds the act for an operator. */
  public static Decision hold(String rule, String reason, String next) {
    return new Decision(Outcome.HOLD, rule, reason, Optional.of(next), Optional.empty(), List.of());
  }

  /** The same decision, made in {@code commandMode}. */
  public Decision inMode(String commandMode) {
    return new Decision(outcome, rule, reason, next, Optional.of(commandMode), commands);
  }

  /** The same decision, of a command that can start these. */
  public Decision of(List<CommandDecision> started) {
    return new Decision(outcome, rule, reason, next, mode, started);
  }

  /** {@code {"commands"?, "mode"?, "next"?, "outcome", "reason", "rule"}}. */
  public Json.Obj toJson() {
    Json.Builder object =
        Json.object().put("outcome", outcome.name()).put("rule", rule).put("reason", reason);
    next.ifPresent(text -> object.put("next", text));
    mode.ifPresent(text -> object.put("mode", text));
    if (!commands.isEmpty()) {
      object.put(
          "commands", new Json.Arr(commands.stream().<Json>map(CommandDecision::toJson).toList()));
    }
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
        json.optionalString("mode"),
        json.has("commands")
            ? json.objects("commands").stream().map(CommandDecision::fromJson).toList()
            : List.of());
  }
}
