package dev.gatehouse.gates;

import static dev.gatehouse.gates.Edits.ending;
import static dev.gatehouse.gates.Edits.profile;
import static dev.gatehouse.gates.Edits.step;
import static dev.gatehouse.gates.Edits.steps;

import dev.gatehouse.evidence.report.TestResults;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.gates.report.Route;
import dev.gatehouse.policy.profile.VerificationPlan;
import java.util.List;
import java.util.Optional;

/** Results that were not verified, or not well. */
final class VerificationCases extends CaseList {
  VerificationCases() {
    add(
        "plan-empty",
        Route.FAILED,
        () -> {
          Scenario run = Scenario.small();
          run.profile =
              profile(
                  run.profile.syscalls(),
                  new VerificationPlan(run.profile.verification().control(), List.of()));
          run.write("calc.py", "new\n");
          return run.verified().end();
        },
        "verification:VERIFICATION_PLAN_EMPTY");
    add(
        "plan-without-a-required-step",
        Route.FAILED,
        () -> {
          Scenario run = Scenario.small();
          VerificationPlan plan = run.profile.verification();
          run.profile =
              profile(
                  run.profile.syscalls(),
                  new VerificationPlan(plan.control(), plan.steps().subList(1, 2)));
          run.write("calc.py", "new\n");
          return run.verified().end();
        },
        "verification:VERIFICATION_PLAN_EMPTY");
    edited(
        "step-left-out",
        Route.QUARANTINED,
        run ->
            run.report =
                run.report.map(r ->
                    new VerifierReport(
                        r.resultTree(), r.verifiedTree(), r.control(), r.steps().subList(1, 2))),
        "verification:STEPS_DIFFER");
    add(
        "step-ran-another-command",
        Route.QUARANTINED,
        () ->
            steps(
                "tests",
                s ->
                    new VerifiedStep(
                        s.id(),
                        List.of("true"),
                        s.ending(),
                        s.exitCode(),
                        s.confirmed(),
                        s.millis(),
                        s.stdout(),
                        s.stderr(),
                        s.tests(),
                        s.problem(),
                        s.isolation())),
        "verification:STEPS_DIFFER");
    add(
        "step-failed",
        Route.RETRY,
        () -> steps("tests", s -> ending(s, "EXITED", 1)),
        "verification:STEP_FAILED");
    add(
        "step-timed-out",
        Route.RETRY,
        () -> steps("tests", s -> ending(s, "TIMED_OUT", -1)),
        "verification:STEP_FAILED");
    add(
        "step-unconfirmed",
        Route.RETRY,
        () -> steps("tests", s -> step(s, false, s.tests(), s.problem(), s.isolation())),
        "verification:STEP_NOT_CONFIRMED");
    add(
        "test-failed",
        Route.RETRY,
        () ->
            steps(
                "tests",
                s ->
                    step(
                        ending(s, "EXITED", 1),
                        true,
                        s.tests()
                            .map(t ->
                                new TestResults(
                                    t.reportSha256(),
                                    t.passed(),
                                    List.of("t::b", "t::c"),
                                    List.of())),
                        s.problem(),
                        s.isolation())),
        "verification:STEP_FAILED",
        "verification:TEST_FAILED");
    add(
        "test-failed-but-exit-zero",
        Route.RETRY,
        () ->
            steps(
                "tests",
                s ->
                    step(
                        s,
                        true,
                        s.tests()
                            .map(t ->
                                new TestResults(
                                    t.reportSha256(), t.passed(), List.of("t::b"), List.of())),
                        s.problem(),
                        s.isolation())),
        "verification:TEST_FAILED");
    add(
        "no-test-passed",
        Route.RETRY,
        () ->
            steps(
                "tests",
                s ->
                    step(
                        s,
                        true,
                        s.tests()
                            .map(t ->
                                new TestResults(
                                    t.reportSha256(), List.of(), List.of(), List.of("t::a"))),
                        s.problem(),
                        s.isolation())),
        "verification:NO_TEST_PASSED");
    add(
        "no-test-report",
        Route.RETRY,
        () -> steps("tests", s -> step(s, true, Optional.empty(), Optional.empty(), s.isolation())),
        "verification:TEST_REPORT_MISSING");
    add(
        "test-report-of-no-use",
        Route.RETRY,
        () ->
            steps(
                "tests",
                s -> step(s, true, Optional.empty(), Optional.of("JUNIT_INVALID"), s.isolation())),
        "verification:TEST_REPORT_MISSING");
    edited(
        "another-result-judged",
        Route.QUARANTINED,
        run ->
            run.report =
                run.report.map(r ->
                    new VerifierReport(
                        run.base.gitTree(), r.verifiedTree(), r.control(), r.steps())),
        "verification:RESULT_DIFFERS");
    edited(
        "another-tree-written-out",
        Route.QUARANTINED,
        run ->
            run.report =
                run.report.map(r ->
                    new VerifierReport(r.resultTree(), run.base.gitTree(), r.control(), r.steps())),
        "verification:VERIFIED_TREE_DIFFERS");
    add(
        "forged-runner-judged",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.write("pytest.py", "forged\n");
          run.verified().end();
          run.report =
              run.report.map(
                  r -> new VerifierReport(r.resultTree(), r.resultTree(), List.of(), r.steps()));
          return run;
        },
        "verification:CONTROL_TAKEN_BACK",
        "verification:VERIFIED_TREE_DIFFERS");
  }
}
