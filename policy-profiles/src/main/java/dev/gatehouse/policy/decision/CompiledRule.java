package dev.gatehouse.policy.decision;

import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.path.PathNames;
import dev.gatehouse.policy.path.PatternSet;
import dev.gatehouse.policy.profile.PathRule;

/** A path rule prepared for matching. */
public final class CompiledRule {
  private final PathRule rule;
  private final PatternSet exact;
  private final PatternSet folded;
  private final PatternSet exceptions;

  public CompiledRule(PathRule rule, NameRules names) {
    this.rule = rule;
    this.exact = PatternSet.exact(rule.patterns());
    this.folded = rule.effect().isFolded() ? PatternSet.folded(rule.patterns(), names) : exact;
    this.exceptions = PatternSet.exact(rule.exceptions());
  }

  PathRule rule() {
    return rule;
  }

  /** Whether the rule's effect falls on the path. */
  public boolean takes(PathNames path) {
    boolean matches = rule.effect().isFolded() ? folded.matches(path) : exact.matches(path.exact());
    return matches && !exceptions.matches(path.exact());
  }

  /** Whether the rule lets the path be read; names as they are, since this allows. */
  boolean letsRead(PathNames path) {
    return rule.effect() != PathRule.Effect.DENY
        && exact.matches(path.exact())
        && !exceptions.matches(path.exact());
  }
}
