package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.policy.profile.ProgramRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What rules say of one command, without those that it starts.
 *
 * @param decision allowed or denied
 * @param fixed arguments that the program always gets first
 * @param environment variables that steer programs and may be set for this one
 * @param isAny whether the program takes any arguments, so that variables of its own add nothing;
 *     one whose options are a closed list could be given others by a variable
 * @param starts the commands that the program starts because of its arguments
 */
record CommandRuling(
    Decision decision,
    List<String> fixed,
    Set<String> environment,
    boolean isAny,
    List<StartedCommand> starts) {
  static CommandRuling deny(Decision decision) {
    return new CommandRuling(decision, List.of(), Set.of(), /* isAny= */ false, List.of());
  }

  static CommandRuling allow(ProgramRule rule, List<StartedCommand> starts) {
    return new CommandRuling(
        Decision.allow(rule.id(), rule.reason()),
        rule.fixed(),
        rule.environment(),
        rule.arguments() instanceof ProgramRule.Arguments.Any,
        starts);
  }

  boolean isDenied() {
    return decision.outcome() == Decision.Outcome.DENY;
  }

  /** Whether no rule took the command. */
  boolean isUnknown() {
    return decision.rule().equals(ArgvPolicy.UNKNOWN_RULE);
  }

  /** This one, bounded by another that allows the same command. */
  CommandRuling boundedBy(CommandRuling other) {
    Set<String> both = new TreeSet<>(environment);
    both.retainAll(other.environment);
    return new CommandRuling(
        decision,
        fixed.isEmpty() ? other.fixed : fixed,
        both,
        isAny && other.isAny,
        Stream.concat(starts.stream(), other.starts.stream()).distinct().toList());
  }
}
