package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.policy.profile.Profile;
import java.util.List;
import java.util.Optional;

/** The program rules of one profile, bounded by those of its parents. */
final class ProgramPolicy {
  private final ArgvPolicy own;
  private final List<ProgramPolicy> parents;

  /**
   * The rules of a profile and its parents.
   *
   * @param paths the paths of the profile that decides: no parent lets a command name more
   */
  ProgramPolicy(Profile profile, PathPolicy paths) {
    this(profile, profile, paths);
  }

  private ProgramPolicy(Profile profile, Profile deciding, PathPolicy paths) {
    this.own = new ArgvPolicy(profile.commands().boundedBy(deciding.commands()), paths);
    this.parents =
        profile.parents().stream()
            .map(parent -> new ProgramPolicy(parent, deciding, paths))
            .toList();
  }

  /** The strictest decision; where no own rule takes the call, the parents decide. */
  Decision decide(List<String> argv) {
    Decision decision = own.decide(argv);
    if (parents.isEmpty()) {
      return decision;
    }
    List<Decision> above = parents.stream().map(parent -> parent.decide(argv)).toList();
    boolean isOwn = !decision.rule().equals(ArgvPolicy.UNKNOWN_RULE);
    if (isOwn && decision.outcome() == Decision.Outcome.DENY) {
      return decision;
    }
    Optional<Decision> denied =
        above.stream().filter(each -> each.outcome() == Decision.Outcome.DENY).findFirst();
    return denied.orElse(isOwn ? decision : above.getFirst());
  }
}
