package dev.gatehouse.policy.load;

import dev.gatehouse.policy.profile.Examples;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads the examples of a rule, and tries them on it. */
final class ExamplesDecoder {
  private ExamplesDecoder() {}

  /** Reads the examples of a rule; at least one that it takes. */
  static <T> Examples<T> examples(FieldReader f, BiFunction<FieldReader, String, List<T>> list) {
    FieldReader fields = f.object("examples");
    Examples<T> examples =
        new Examples<>(list.apply(fields, "match"), list.apply(fields, "notMatch"));
    if (examples.match().isEmpty()) {
      fields.problem("match", "holds at least one example");
    }
    fields.done();
    return examples;
  }

  /** Tries every example; {@code left} gives the reason why the rule does not match one. */
  static <T> void check(FieldReader f, Examples<T> examples, Function<T, Optional<String>> left) {
    for (T example : examples.match()) {
      left.apply(example)
          .ifPresent(why -> f.problem("examples.match", example + " is not taken: " + why));
    }
    for (T example : examples.notMatch()) {
      if (left.apply(example).isEmpty()) {
        f.problem("examples.notMatch", example + " is taken");
      }
    }
  }
}
