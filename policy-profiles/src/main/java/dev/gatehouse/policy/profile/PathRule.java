package dev.gatehouse.policy.profile;

import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.policy.path.PathPattern;
import java.util.List;
import java.util.Optional;

/**
 * One rule over paths. Where several rules take a path, the strictest decides.
 *
 * @param id names the rule in decisions
 * @param effect what it does
 * @param patterns the paths that it takes
 * @param exceptions paths among those that it leaves to the other rules; matched as written
 * @param exceptScratch whether a path that a scratch rule takes is left to that rule
 * @param approver for {@link Effect#PROTECT}, the role that may approve a change
 * @param reason one sentence for a person
 * @param next the next legal step after a denial or a hold; empty for the usual one
 * @param examples paths that it must and must not take
 * @param origin the pack that it is from; empty for a rule of the profile's own
 */
public record PathRule(
    String id,
    Effect effect,
    List<PathPattern> patterns,
    List<PathPattern> exceptions,
    boolean exceptScratch,
    Optional<String> approver,
    String reason,
    Optional<String> next,
    Examples<WorkspacePath> examples,
    Optional<String> origin) {
  public PathRule {
    patterns = List.copyOf(patterns);
    exceptions = List.copyOf(exceptions);
  }

  /** What a rule does; a stricter effect comes first. */
  public enum Effect {
    /** Neither read nor written, and left out of workspaces. */
    DENY("deny"),
    /** Read, and never written. */
    READONLY("readonly"),
    /** Read; a change is held for an operator. */
    PROTECT("protect"),
    /** Read and written, but never part of the result, unless the base tree has the path. */
    SCRATCH("scratch"),
    /** Read and written. */
    WRITE("write");

    private final String word;

    Effect(String word) {
      this.word = word;
    }

    /** The word in a profile. */
    public String word() {
      return word;
    }

    /** Whether the rule takes folded names too: those that forbid do, those that allow do not. */
    public boolean isFolded() {
      return switch (this) {
        case DENY, READONLY, PROTECT -> true;
        case SCRATCH, WRITE -> false;
      };
    }
  }

  /** The same rule as one of that pack. */
  public PathRule from(String pack) {
    return new PathRule(
        id,
        effect,
        patterns,
        exceptions,
        exceptScratch,
        approver,
        reason,
        next,
        examples,
        Optional.of(pack));
  }

  /** All members; those that are empty or false are left out. */
  Json.Obj toJson() {
    Json.Builder object =
        Json.object()
            .put("id", id)
            .put("effect", effect.word())
            .put("patterns", texts(patterns))
            .put("reason", reason)
            .put("examples", Examples.pathsToJson(examples));
    if (!exceptions.isEmpty()) {
      object.put("except", texts(exceptions));
    }
    if (exceptScratch) {
      object.put("exceptScratch", true);
    }
    approver.ifPresent(role -> object.put("approver", role));
    next.ifPresent(text -> object.put("next", text));
    origin.ifPresent(pack -> object.put("origin", pack));
    return object.build();
  }

  static Json.Arr texts(List<PathPattern> patterns) {
    return Json.Arr.ofStrings(patterns.stream().map(PathPattern::text).toList());
  }
}
