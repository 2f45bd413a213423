package dev.gatehouse.controlplane.profiles;

import dev.gatehouse.controlplane.api.request.RequestValidation;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.VerificationStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The steps that a derived profile adds; each refusal names the place in the body. */
final class DerivedSteps {
  private static final int MAX_STEPS = 64;
  private static final int MAX_SCRIPT = 64 * 1024;
  private static final long MAX_SECONDS = 3600;

  private DerivedSteps() {}

  /** One step as a body has it. */
  record Body(
      @Nullable String id,
      @Nullable String shell,
      @Nullable Long seconds,
      @Nullable List<@Nullable String> failToPass) {}

  /**
   * The steps of these bodies, whose ids differ from each other and from those of the base's plan.
   *
   * @throws dev.gatehouse.controlplane.error.ApiException BODY_INVALID, IDENTIFIER_INVALID
   */
  static List<VerificationStep> of(Profile base, List<@Nullable Body> bodies) {
    if (bodies.isEmpty() || bodies.size() > MAX_STEPS) {
      throw RequestValidation.invalid(
          "steps: a derived profile has 1 to %s steps more".formatted(MAX_STEPS));
    }
    Set<String> baseIds =
        base.verification().steps().stream().map(VerificationStep::id).collect(Collectors.toSet());
    Set<String> ids = new HashSet<>();
    List<VerificationStep> steps = new ArrayList<>();
    for (int i = 0; i < bodies.size(); i++) {
      String place = "steps[%s]".formatted(i);
      VerificationStep step = step(RequestValidation.required(bodies.get(i), place), place);
      if (baseIds.contains(step.id())) {
        throw RequestValidation.invalid(
            "%s.id: the base has a step %s already".formatted(place, step.id()));
      }
      if (!ids.add(step.id())) {
        throw RequestValidation.invalid(
            "%s.id: the step %s is there twice".formatted(place, step.id()));
      }
      steps.add(step);
    }
    return steps;
  }

  private static VerificationStep step(Body body, String place) {
    Identifier id = RequestValidation.identifier(body.id(), place + ".id");
    String script = RequestValidation.text(body.shell(), place + ".shell", 1, MAX_SCRIPT);
    long seconds = body.seconds() == null ? VerificationStep.DEFAULT_SECONDS : body.seconds();
    if (seconds < 1 || seconds > MAX_SECONDS) {
      throw RequestValidation.invalid("%s.seconds: is from 1 to %s".formatted(place, MAX_SECONDS));
    }
    return VerificationStep.shell(id.text(), script, seconds)
        .with(failToPass(body, place + ".failToPass"));
  }

  private static List<String> failToPass(Body body, String place) {
    List<@Nullable String> named = body.failToPass();
    if (named == null) {
      return List.of();
    }
    if (named.size() > VerificationStep.MOST_FAIL_TO_PASS) {
      throw RequestValidation.invalid(
          "%s: names at most %s tests".formatted(place, VerificationStep.MOST_FAIL_TO_PASS));
    }
    List<String> tests = new ArrayList<>();
    for (int i = 0; i < named.size(); i++) {
      String at = "%s[%s]".formatted(place, i);
      String test = RequestValidation.text(named.get(i), at, 1, VerificationStep.ID_CHARACTERS);
      if (!VerificationStep.isTestId(test)) {
        throw RequestValidation.invalid("%s: is the id of a test".formatted(at));
      }
      tests.add(test);
    }
    return tests;
  }
}
