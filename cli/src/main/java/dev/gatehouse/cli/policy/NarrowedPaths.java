package dev.gatehouse.cli.policy;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.gates.decision.RecordedDecision;
import dev.gatehouse.policy.decision.Question;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The rule that keeps everything as it is but the places that runs changed. */
final class NarrowedPaths {
  static final String RULE = "unchanged";

  private static final int EXAMPLES = 3;
  private static final String UNTOUCHED = "a-place/that/no-run/changed";

  private NarrowedPaths() {}

  /**
   * A path rule that makes everything read only, except the directories at the root in which
   * something was changed or held, and the files at the root that were.
   */
  static Json.Obj rule(Collection<RecordedDecision> decisions) {
    TreeSet<String> places = new TreeSet<>();
    TreeSet<String> changed = new TreeSet<>();
    for (RecordedDecision each : decisions) {
      if (each.question() instanceof Question.Change change
          && each.decision().outcome() != Decision.Outcome.DENY) {
        places.add(place(change.path()));
        changed.add(change.path().text());
      }
    }
    Json.Builder rule =
        Json.object()
            .put("id", RULE)
            .put("effect", "readonly")
            .put("patterns", Json.Arr.ofStrings(List.of("**")))
            .put("reason", "No run that this profile was proposed from changed anything there.")
            .put(
                "examples",
                Json.object()
                    .put("match", Json.Arr.ofStrings(List.of(UNTOUCHED)))
                    .put("notMatch", Json.Arr.ofStrings(changed.stream().limit(EXAMPLES).toList()))
                    .build());
    if (!places.isEmpty()) {
      rule.put("except", Json.Arr.ofStrings(List.copyOf(places)));
    }
    return rule.build();
  }

  /** The rules of a profile with this one before them. */
  static Json.Arr with(Json.Obj rule, List<Json.Obj> rules) {
    List<Json> all = new ArrayList<>();
    all.add(rule);
    all.addAll(rules);
    return new Json.Arr(all);
  }

  private static String place(WorkspacePath path) {
    String first = literal(path.components().getFirst());
    return path.components().size() == 1 ? first : first + "/**";
  }

  /** A component as a pattern; what a pattern cannot say literally is any one character. */
  private static String literal(String component) {
    return component
        .codePoints()
        .mapToObj(c -> Character.toString(c))
        .map(c -> c.matches("[A-Za-z0-9._+@=~ -]") ? c : "?")
        .collect(Collectors.joining());
  }
}
