package dev.gatehouse.gates;

import dev.gatehouse.evidence.Tree;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.profile.Profile;
import java.util.Optional;

/** The policy of a scenario, computed again once its profile or its base is another. */
final class ScenarioPolicy {
  private Optional<Known> known = Optional.empty();

  private record Known(Profile profile, Tree base, Policy policy) {
    boolean isOf(Scenario run) {
      return profile.equals(run.profile) && base.equals(run.base);
    }
  }

  Policy of(Scenario run) {
    return known.filter(last -> last.isOf(run)).orElseGet(() -> compute(run)).policy();
  }

  private Known compute(Scenario run) {
    Policy policy = new Policy(run.profile, NameRules.CURRENT, BaseFiles.closure(run).closure());
    Known computed = new Known(run.profile, run.base, policy);
    known = Optional.of(computed);
    return computed;
  }
}
