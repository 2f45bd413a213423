package dev.gatehouse.policy.profile;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a person should know of a plan when it is made, before any base has been judged by it: which
 * steps rely on the working directory by the way in which they start Python, and what to write.
 */
public final class PlanHints {
  /** Python with options and {@code -m}, up to the end of the command. */
  private static final Pattern MODULE =
      Pattern.compile("(?<![\\w.-])python[0-9.]*((?:\\s+-[A-Za-z]+)*?)\\s+-m\\b");

  private static final Pattern SAFE = Pattern.compile("-[A-Za-z]*[PI]");
  private static final List<String> SAY = List.of(StepEnvironment.SAFE_PATH, "PYTHONPATH");

  private PlanHints() {}

  /** A sentence for each step of which there is something to know. */
  public static List<String> of(VerificationPlan plan) {
    return plan.steps().stream()
        .filter(PlanHints::reliesOnTheWorkingDirectory)
        .map(step ->
            "step %s: python -m finds modules in the working directory, and steps run without it (PYTHONSAFEPATH=1) where the base does as well; write PYTHONPATH=. (or src) before the command if its tests import from there, or each report says SAFE_PATH_LEFT_OUT"
                .formatted(step.id()))
        .toList();
  }

  private static boolean reliesOnTheWorkingDirectory(VerificationStep step) {
    String words =
        switch (step.command()) {
          case CommandRequest.Argv(List<String> argv) -> String.join(" ", argv);
          case CommandRequest.Shell(String script) -> script;
        };
    return SAY.stream()
            .noneMatch(name -> step.env().containsKey(name) || words.contains(name + "="))
        && MODULE.matcher(words).results().anyMatch(found -> !SAFE.matcher(found.group(1)).find());
  }
}
