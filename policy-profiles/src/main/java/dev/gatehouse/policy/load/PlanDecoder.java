package dev.gatehouse.policy.load;

import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.VerificationPlan;
import dev.gatehouse.policy.profile.VerificationStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads the verification plan of a profile. */
final class PlanDecoder {
  private PlanDecoder() {}

  static VerificationPlan plan(FieldReader f, ProfileForm form) {
    List<VerificationStep> steps = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (FieldReader fields : f.objects("steps")) {
      VerificationStep step = step(fields);
      if (fields.isNew(ids, step.id())) {
        steps.add(step);
      }
    }
    VerificationPlan plan = new VerificationPlan(f.list("control", form::pattern), steps);
    f.done();
    return plan;
  }

  private static String testId(String text) {
    if (!VerificationStep.isTestId(text)) {
      throw new IllegalArgumentException("is the id of a test, of 1 to 1024 characters");
    }
    return text;
  }

  private static VerificationStep step(FieldReader f) {
    Map<String, String> env = new TreeMap<>();
    if (f.has("env")) {
      FieldReader variables = f.object("env");
      for (String name : variables.names()) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")) {
          variables.problem(name, "is not the name of a variable");
        }
        env.put(name, variables.string(name));
      }
    }
    boolean isShell = f.has("shell");
    List<String> argv = f.list("argv", Function.identity());
    if (isShell == !argv.isEmpty()) {
      f.problem("argv", "is there, or shell is, and not both");
    }
    CommandRequest command =
        isShell || argv.isEmpty()
            ? new CommandRequest.Shell(f.optionalString("shell").orElse(""))
            : new CommandRequest.Argv(argv);
    VerificationStep step =
        new VerificationStep(
            f.identifier("id"),
            command,
            env,
            f.optionalParsed("junit", WorkspacePath::parse),
            f.bool("junitOptional", false),
            f.bool("required", true),
            f.integerOr("seconds", VerificationStep.DEFAULT_SECONDS, 1, 24 * 60 * 60),
            f.list("failToPass", PlanDecoder::testId));
    if (step.failToPass().size() > VerificationStep.MOST_FAIL_TO_PASS) {
      f.problem(
          "failToPass", "names at most %s tests".formatted(VerificationStep.MOST_FAIL_TO_PASS));
    }
    if (!step.failToPass().isEmpty() && !step.required()) {
      f.problem("failToPass", "goes with a required step");
    }
    f.done();
    return step;
  }
}
