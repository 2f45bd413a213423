package dev.gatehouse.policy;

import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

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

  /** Reads the examples of a rule; at least one that it takes. */
  static <T> Examples<T> decode(FieldReader f, BiFunction<FieldReader, String, List<T>> list) {
    FieldReader fields = f.object("examples");
    Examples<T> examples =
        new Examples<>(list.apply(fields, "match"), list.apply(fields, "notMatch"));
    if (examples.match().isEmpty()) {
      fields.problem("match", "holds at least one example");
    }
    fields.done();
    return examples;
  }

  /** Tries every example; {@code left} says why the rule leaves one alone. */
  void check(FieldReader f, Function<T, Optional<String>> left) {
    for (T example : match) {
      left.apply(example)
          .ifPresent(why -> f.problem("examples.match", example + " is not taken: " + why));
    }
    for (T example : notMatch) {
      if (left.apply(example).isEmpty()) {
        f.problem("examples.notMatch", example + " is taken");
      }
    }
  }
}
