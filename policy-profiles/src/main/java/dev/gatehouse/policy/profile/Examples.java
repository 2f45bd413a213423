package dev.gatehouse.policy.profile;

import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.json.Json;
import java.util.List;

/**
 * What a rule must and must not take; checked whenever a profile is read (promise F9).
 *
 * @param match at least one that the rule takes
 * @param notMatch some that it leaves alone
 * @param <T> a path, or an argument array
 */
public record Examples<T>(List<T> match, List<T> notMatch) {
  public Examples {
    match = List.copyOf(match);
    notMatch = List.copyOf(notMatch);
  }

  static Json.Obj pathsToJson(Examples<WorkspacePath> examples) {
    return Json.object()
        .put(
            "match",
            Json.Arr.ofStrings(examples.match().stream().map(WorkspacePath::text).toList()))
        .put(
            "notMatch",
            Json.Arr.ofStrings(examples.notMatch().stream().map(WorkspacePath::text).toList()))
        .build();
  }

  static Json.Obj argvToJson(Examples<List<String>> examples) {
    return Json.object()
        .put("match", lists(examples.match()))
        .put("notMatch", lists(examples.notMatch()))
        .build();
  }

  private static Json.Arr lists(List<List<String>> lists) {
    return new Json.Arr(lists.stream().<Json>map(Json.Arr::ofStrings).toList());
  }
}
