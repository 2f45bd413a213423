package dev.gatehouse.gates;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.report.BaseReport.BaseStep;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifiedStep.StepOutput;
import dev.gatehouse.gates.report.Route;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.VerificationPlan;
import dev.gatehouse.policy.profile.VerificationStep;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Steps whose program the sandbox does not have. */
final class ProgramCases extends CaseList {
  private static final CommandRequest SHELL = new CommandRequest.Shell("mvn -q test");

  ProgramCases() {
    super(FormatVersion.TWO);
    add(
        "program-missing",
        Route.FAILED,
        () -> ended(SHELL, 127, 127, "mvn starts\nbash: line 1: mvn: command not found\n"),
        "verification:PROGRAM_MISSING",
        "verification:STEP_FAILED",
        "verification:STEP_UNLISTED");
    add(
        "program-missing-that-no-line-names",
        Route.FAILED,
        () -> ended(SHELL, 127, 127, "nothing\n"),
        "verification:PROGRAM_MISSING",
        "verification:STEP_FAILED",
        "verification:STEP_UNLISTED");
    add(
        "program-that-cannot-be-executed",
        Route.FAILED,
        () ->
            ended(
                new CommandRequest.Argv(List.of("tools/build", "all")),
                126,
                126,
                "starter: no permission\n"),
        "verification:PROGRAM_MISSING",
        "verification:STEP_FAILED",
        "verification:STEP_UNLISTED");
    add(
        "program-missing-on-the-result-alone",
        Route.RETRY,
        () -> ended(SHELL, 0, 127, "bash: line 1: tools/build: No such file or directory\n"),
        "verification:STEP_FAILED",
        "verification:STEP_UNLISTED");
  }

  /** A run whose one step ended so on the base and on the result. */
  static Scenario ended(CommandRequest command, long base, long result, String stderr) {
    Scenario run = Scenario.small();
    VerificationStep step =
        new VerificationStep(
            "build",
            command,
            Map.of(),
            Optional.empty(),
            /* junitOptional= */ false,
            /* required= */ true,
            30,
            List.of());
    run.profile =
        Edits.profile(
            run.profile.syscalls(),
            new VerificationPlan(run.profile.verification().control(), List.of(step)));
    run.judges.baseStepEdit =
        known ->
            new BaseStep(
                known.id(),
                true,
                "EXITED",
                base,
                false,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    run.write("calc.py", "new\n");
    byte[] printed = stderr.getBytes(UTF_8);
    String sha256 = Digest.of(printed).hex();
    run.contents.put(sha256, printed);
    StepOutput output = new StepOutput(sha256, printed.length, sha256, false);
    return run.verified(s ->
            new VerifiedStep(
                s.id(),
                s.command(),
                "EXITED",
                result,
                s.confirmed(),
                s.millis(),
                s.stdout(),
                output,
                Optional.empty(),
                Optional.empty(),
                s.isolation()))
        .end();
  }
}
