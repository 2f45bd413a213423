package dev.gatehouse.policy.profile;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.policy.path.PathPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a result is judged (promise A6).
 *
 * @param control files that steer the judgement: a plan runs with those of the base revision,
 *     unless an operator approved the change
 * @param steps what runs, in order; ids differ
 */
public record VerificationPlan(List<PathPattern> control, List<VerificationStep> steps) {
  public VerificationPlan {
    control = List.copyOf(control);
    steps = List.copyOf(steps);
    if (steps.stream().map(VerificationStep::id).distinct().count() != steps.size()) {
      throw new IllegalArgumentException("the steps of a plan have different ids");
    }
  }

  /** The plan and these steps after its own. */
  VerificationPlan plus(List<VerificationStep> more) {
    List<VerificationStep> all = new ArrayList<>(steps);
    all.addAll(more);
    return new VerificationPlan(control, all);
  }

  /** The plan, whose judgement these files steer besides its own. */
  public VerificationPlan controlledBy(List<PathPattern> more) {
    return new VerificationPlan(
        Stream.concat(more.stream(), control.stream()).distinct().toList(), steps);
  }

  /**
   * The plan with the control of a parent's besides its own, and the parent's steps before them.
   *
   * @throws IllegalArgumentException if both have another step of one id
   */
  public VerificationPlan boundedBy(VerificationPlan parent) {
    List<VerificationStep> all = new ArrayList<>(parent.steps);
    steps.stream().filter(step -> !parent.steps.contains(step)).forEach(all::add);
    return new VerificationPlan(control, all).controlledBy(parent.control);
  }

  /** All members. */
  Json.Obj toJson() {
    return Json.object()
        .put("control", PathRule.texts(control))
        .put("steps", new Json.Arr(steps.stream().<Json>map(VerificationStep::toJson).toList()))
        .build();
  }
}
