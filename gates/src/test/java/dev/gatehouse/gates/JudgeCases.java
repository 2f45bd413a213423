package dev.gatehouse.gates;

import static dev.gatehouse.gates.Judges.KEY;
import static dev.gatehouse.gates.Judges.test;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.report.BaseReport;
import dev.gatehouse.evidence.report.BaseReport.BaseStep;
import dev.gatehouse.evidence.report.JudgeKey;
import dev.gatehouse.evidence.report.JudgeMessages;
import dev.gatehouse.evidence.report.JudgeSession;
import dev.gatehouse.evidence.report.JudgedStep;
import dev.gatehouse.evidence.report.TestOutcome;
import dev.gatehouse.gates.report.Route;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.VerificationPlan;
import dev.gatehouse.policy.profile.VerificationStep;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Steps whose runner was deceived, or did not run, or ran other tests than the base has. */
final class JudgeCases extends CaseList {
  private static final JudgeSession.Plugin PLUGIN =
      new JudgeSession.Plugin("tools/plug.py", "ab".repeat(32));
  private static final List<JudgeSession.Test> HONEST = List.of(test("t::a", TestOutcome.PASSED));

  JudgeCases() {
    super(FormatVersion.TWO);
    said("runner-that-was-ended", new JudgeMessages(KEY, 0).item("t::a").bytes());
    said("runner-that-never-ran", new byte[0]);
    said("runner-that-told-its-version", new JudgeMessages(KEY, 0).end(false, none()).bytes());
    said(
        "second-session-that-was-ended",
        joined(JudgeMessages.whole(KEY, HONEST), new JudgeMessages(KEY, 1).bytes()));
    told(
        "sentinel-that-must-fail-passed",
        new JudgeMessages(KEY, 0)
            .item("t::a")
            .sentinels(0, TestOutcome.PASSED, TestOutcome.FAILED)
            .result(0, TestOutcome.PASSED)
            .sentinels(1, TestOutcome.PASSED, TestOutcome.PASSED)
            .end()
            .bytes(),
        "verification:SENTINEL_WRONG");
    told(
        "sentinels-left-out",
        new JudgeMessages(KEY, 0).item("t::a").result(0, TestOutcome.PASSED).end().bytes(),
        "verification:SENTINEL_WRONG");
    refused("judge-report-by-a-child", new JudgeMessages(KEY, 0).by(8).honest(HONEST).end());
    refused(
        "judge-report-after-its-end", new JudgeMessages(KEY, 0).honest(HONEST).end().item("t::b"));
    told(
        "judge-report-of-another-step",
        JudgeMessages.whole(new JudgeKey("00".repeat(32)), HONEST),
        "verification:JUDGE_REPORT_REFUSED");
    told(
        "tests-that-could-not-be-collected",
        new JudgeMessages(KEY, 0)
            .collector("u.py", TestOutcome.FAILED)
            .honest(HONEST)
            .end()
            .bytes(),
        "verification:REPORTS_DISAGREE",
        "verification:TEST_FAILED");
    tests(
        "test-of-the-base-vanished",
        List.of(test("t::a", TestOutcome.PASSED), test("t::b", TestOutcome.PASSED)),
        HONEST,
        "verification:TEST_VANISHED");
    tests(
        "many-tests-of-the-base-vanished",
        Stream.concat(
                HONEST.stream(),
                IntStream.range(0, 60).mapToObj(i -> test("t::" + i, TestOutcome.PASSED)))
            .toList(),
        HONEST,
        "verification:TEST_VANISHED");
    tests("skipped-anew", outcome(TestOutcome.PASSED), outcome(TestOutcome.SKIPPED), anew());
    tests("xfail-anew", outcome(TestOutcome.FAILED), outcome(TestOutcome.XFAILED), anew());
    tests("not-come-to", outcome(TestOutcome.PASSED), outcome(TestOutcome.NOTRUN), anew());
    tests("xfail-skipped-anew", outcome(TestOutcome.XFAILED), outcome(TestOutcome.SKIPPED), anew());
    tests("skipped-as-in-the-base", outcome(TestOutcome.SKIPPED), outcome(TestOutcome.SKIPPED));
    tests("xfail-fixed", outcome(TestOutcome.XFAILED), outcome(TestOutcome.XPASSED));
    tests(
        "test-of-the-base-doubled",
        HONEST,
        List.of(HONEST.getFirst(), HONEST.getFirst()),
        "verification:TEST_DOUBLED");
    add(
        "test-of-the-base-renamed-with-an-approval",
        Route.READY_TO_MERGE,
        () -> {
          Scenario run = renamed();
          run.approve(run.write("conftest.py", "renamed\n"));
          return run.verified().end();
        },
        "verification:TEST_CHANGE_APPROVED",
        "verification:TEST_FILE_CHANGED");
    add(
        "test-of-the-base-renamed-with-an-approval-of-another-file",
        Route.RETRY,
        () -> {
          Scenario run = renamed();
          run.approve(run.write("Makefile", "renamed\n"));
          return run.verified().end();
        },
        "verification:TEST_VANISHED");
    plugin("plugin-changed", PLUGIN, List.of(), "verification:PLUGIN_CHANGED");
    plugin(
        "plugin-of-other-content",
        PLUGIN,
        List.of(new JudgeSession.Plugin(PLUGIN.file(), "00".repeat(32))),
        "verification:PLUGIN_CHANGED");
    plugin("plugin-as-in-the-base", PLUGIN, List.of(PLUGIN));
    plugin(
        "plugin-outside-the-tree",
        new JudgeSession.Plugin("/tmp/a/conftest.py", PLUGIN.sha256()),
        List.of(new JudgeSession.Plugin("/tmp/b/conftest.py", PLUGIN.sha256())));
    plugin(
        "plugin-outside-the-tree-changed",
        new JudgeSession.Plugin("/tmp/a/conftest.py", PLUGIN.sha256()),
        List.of(
            new JudgeSession.Plugin("/tmp/a/conftest.py", "00".repeat(32)),
            new JudgeSession.Plugin("conftest.py", PLUGIN.sha256())),
        "verification:PLUGIN_CHANGED");
    plugin(
        "plugin-that-nobody-could-read",
        new JudgeSession.Plugin(PLUGIN.file(), ""),
        List.of(new JudgeSession.Plugin(PLUGIN.file(), "")),
        "verification:PLUGIN_CHANGED");
    unstable("unstable-parameters", List.of("t::a", "t::p[3]", "t::p[4]"));
    unstable("unstable-parameters-fewer", List.of("t::a", "t::p[3]"), "verification:TEST_VANISHED");
    judged(
        "reports-disagree",
        run -> {
          run.judges.messages.put(
              "tests",
              JudgeMessages.whole(
                  KEY,
                  List.of(test("t::a", TestOutcome.PASSED), test("t::b", TestOutcome.PASSED))));
          run.judges.base.put("tests", HONEST);
        },
        Route.RETRY,
        "verification:REPORTS_DISAGREE");
    named("fail-to-pass", TestOutcome.FAILED, TestOutcome.PASSED, Route.READY_TO_MERGE);
    named(
        "fail-to-pass-still-fails",
        TestOutcome.ERROR,
        TestOutcome.FAILED,
        Route.RETRY,
        "verification:FAIL_TO_PASS_MISSED",
        "verification:TEST_FAILED");
    named(
        "fail-to-pass-passes-on-the-base",
        TestOutcome.PASSED,
        TestOutcome.PASSED,
        Route.FAILED,
        "verification:FAIL_TO_PASS_UNSHOWN");
    named(
        "fail-to-pass-skipped",
        TestOutcome.SKIPPED,
        TestOutcome.SKIPPED,
        Route.FAILED,
        "verification:FAIL_TO_PASS_MISSED",
        "verification:FAIL_TO_PASS_UNSHOWN");
    judged(
        "fail-to-pass-not-there",
        run -> run.profile = naming(run, "t::new"),
        Route.RETRY,
        "verification:FAIL_TO_PASS_MISSED");
    uncollected("uncollected-on-the-base-and-run", test("u.py::a", TestOutcome.PASSED));
    uncollected(
        "uncollected-on-the-base-and-skipped",
        test("u.py::a", TestOutcome.SKIPPED),
        "verification:TEST_SKIPPED_ANEW");
    uncollected(
        "uncollected-on-the-base-and-expected-to-fail",
        test("u.py::a", TestOutcome.XFAILED),
        "verification:TEST_SKIPPED_ANEW");
    uncollected(
        "uncollected-on-the-base-and-gone",
        test("v.py::a", TestOutcome.PASSED),
        "verification:TEST_VANISHED");
    judged(
        "skipped-where-the-base-lists-none",
        run -> {
          List<JudgeSession.Test> after =
              List.of(HONEST.getFirst(), test("t::b", TestOutcome.SKIPPED));
          run.judges.baseStepEdit =
              step -> baseStep(step, /* listed= */ false, List.of(), List.of());
          run.judges.messages.put("tests", JudgeMessages.whole(KEY, after));
          run.judges.own = Optional.of(after);
        },
        Route.RETRY,
        "verification:TEST_SKIPPED_ANEW");
    judged(
        "fail-to-pass-on-a-base-that-lists-none",
        run -> {
          run.profile = naming(run, "t::a");
          run.judges.baseStepEdit =
              step ->
                  new BaseStep(
                      step.id(), true, "EXITED", 0, false, List.of(), List.of(), List.of(),
                      List.of());
        },
        Route.FAILED,
        "verification:FAIL_TO_PASS_UNSHOWN");
    add(
        "files-with-tests-changed",
        Route.READY_TO_MERGE,
        () -> {
          Scenario run = Scenario.small();
          run.judges.base.put("tests", List.of(test("calc.py::doc", TestOutcome.PASSED)));
          run.judges.messages.put(
              "tests", JudgeMessages.whole(KEY, List.of(test("calc.py::doc", TestOutcome.PASSED))));
          run.write("calc.py", "a judge names it\n");
          run.write("test_calc.py", "its name says it\n");
          run.write("deep/tests/new.py", "its directory says it\n");
          run.write("product.py", "nothing says it\n");
          return run.verified().end();
        },
        "verification:TEST_FILE_CHANGED");
    judged(
        "unlisted-step",
        run -> run.profile = verifiedBy(run, "true"),
        Route.READY_TO_MERGE,
        "verification:STEP_UNLISTED");
    judged(
        "runner-known-by-the-base-alone",
        run -> {
          run.profile = verifiedBy(run, "make");
          run.judges.base.put("tests", HONEST);
        },
        Route.RETRY,
        "verification:SENTINEL_MISSING");
    judged(
        "safe-path-left-out",
        run ->
            run.judges.baseStepEdit =
                step ->
                    step.id().equals("style")
                        ? step
                        : new BaseStep(
                            "tests", false, "EXITED", 0, true, HONEST, List.of(), List.of(),
                            List.of()),
        Route.READY_TO_MERGE,
        "verification:SAFE_PATH_LEFT_OUT");
    judged(
        "base-report-missing",
        run -> run.judges.baseIsThere = false,
        Route.QUARANTINED,
        "evidence-complete:CONTENT_MISSING",
        "verification:BASE_REPORT_DIFFERS");
    judged(
        "base-report-of-another-tree",
        run ->
            run.judges.baseEdit = known -> new BaseReport(GitId.ofBlob(new byte[0]), known.steps()),
        Route.QUARANTINED,
        "verification:BASE_REPORT_DIFFERS");
    judged(
        "base-report-of-other-steps",
        run ->
            run.judges.baseEdit =
                known -> new BaseReport(known.tree(), known.steps().subList(0, 1)),
        Route.QUARANTINED,
        "verification:BASE_REPORT_DIFFERS");
    judged(
        "step-with-other-variables",
        run ->
            run.judges.stepEdit =
                step -> {
                  Map<String, String> other = new TreeMap<>(step.environment());
                  other.remove("PYTHONSAFEPATH");
                  return new JudgedStep(step.key(), other, step.reportSha256());
                },
        Route.QUARANTINED,
        "verification:STEPS_DIFFER");
  }

  /** The profile with one step, which names no runner. */
  private static Profile verifiedBy(Scenario run, String program) {
    VerificationStep step =
        new VerificationStep(
            "tests",
            new CommandRequest.Argv(List.of(program)),
            Map.of(),
            Optional.empty(),
            /* junitOptional= */ false,
            /* required= */ true,
            30,
            List.of());
    return Edits.profile(
        run.profile.syscalls(),
        new VerificationPlan(run.profile.verification().control(), List.of(step)));
  }

  /** The profile whose tests step names one that must fail on the base. */
  private static Profile naming(Scenario run, String test) {
    VerificationPlan plan = run.profile.verification();
    return Edits.profile(
        run.profile.syscalls(),
        new VerificationPlan(
            plan.control(),
            plan.steps().stream()
                .map(step -> step.id().equals("tests") ? step.with(List.of(test)) : step)
                .toList()));
  }

  /** A test that the plan names, as it is on the base and on the result. */
  private void named(
      String name, TestOutcome before, TestOutcome after, Route route, String... codes) {
    judged(
        name,
        run -> {
          run.profile = naming(run, "t::b");
          run.judges.base.put("tests", outcome(before));
          run.judges.messages.put("tests", JudgeMessages.whole(KEY, outcome(after)));
          run.judges.own = Optional.of(outcome(after));
        },
        route,
        codes);
  }

  /** A run whose base has a test more, in a file that is protected. */
  private static Scenario renamed() {
    Scenario run = Scenario.small();
    run.judges.base.put(
        "tests", List.of(HONEST.getFirst(), test("conftest.py::old", TestOutcome.PASSED)));
    return run;
  }

  private static String anew() {
    return "verification:TEST_SKIPPED_ANEW";
  }

  private static String none() {
    return Digest.of(beginning()).hex();
  }

  /** The one line that a session begins with. */
  private static byte[] beginning() {
    byte[] message = new JudgeMessages(KEY, 0).bytes();
    return Arrays.copyOfRange(message, 8, message.length);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  /** A test beside the honest one. */
  private static List<JudgeSession.Test> outcome(TestOutcome outcome) {
    return List.of(HONEST.getFirst(), test("t::b", outcome));
  }

  private void said(String name, byte[] messages) {
    told(name, messages, "verification:SENTINEL_MISSING");
  }

  private void refused(String name, JudgeMessages messages) {
    told(name, messages.bytes(), "verification:JUDGE_REPORT_REFUSED");
  }

  private void told(String name, byte[] messages, String... codes) {
    judged(name, run -> run.judges.messages.put("tests", messages), Route.RETRY, codes);
  }

  /** A base with these tests, and a result with those. */
  private void tests(
      String name, List<JudgeSession.Test> before, List<JudgeSession.Test> after, String... codes) {
    judged(
        name,
        run -> {
          run.judges.base.put("tests", before);
          run.judges.messages.put("tests", JudgeMessages.whole(KEY, after));
          run.judges.own = Optional.of(after);
        },
        codes.length == 0 ? Route.READY_TO_MERGE : Route.RETRY,
        codes);
  }

  /** A runner that loads a plug-in of the workspace. */
  private void plugin(
      String name, JudgeSession.Plugin loaded, List<JudgeSession.Plugin> before, String... codes) {
    judged(
        name,
        run -> {
          run.judges.messages.put(
              "tests", new JudgeMessages(KEY, 0).plugin(loaded).honest(HONEST).end().bytes());
          run.judges.base.put("tests", HONEST);
          run.judges.own = Optional.of(HONEST);
          run.judges.baseStepEdit = step -> edited(step, before, step.unstable());
        },
        codes.length == 0 ? Route.READY_TO_MERGE : Route.RETRY,
        codes);
  }

  /** A base whose test has two parameters with other ids each time. */
  private void unstable(String name, List<String> ids, String... codes) {
    List<JudgeSession.Test> after = ids.stream().map(id -> test(id, TestOutcome.PASSED)).toList();
    judged(
        name,
        run -> {
          run.judges.base.put(
              "tests",
              List.of(
                  HONEST.getFirst(),
                  test("t::p[1]", TestOutcome.PASSED),
                  test("t::p[2]", TestOutcome.PASSED)));
          run.judges.baseStepEdit = step -> edited(step, step.plugins(), List.of("t::p"));
          run.judges.messages.put("tests", JudgeMessages.whole(KEY, after));
          run.judges.own = Optional.of(after);
        },
        codes.length == 0 ? Route.READY_TO_MERGE : Route.RETRY,
        codes);
  }

  /** A file whose tests the base could not collect, and one more test of the result. */
  private void uncollected(String name, JudgeSession.Test more, String... codes) {
    judged(
        name,
        run -> {
          List<JudgeSession.Test> after = List.of(HONEST.getFirst(), more);
          run.judges.baseStepEdit =
              step ->
                  baseStep(
                      step, /* listed= */ true, HONEST, List.of(test("u.py", TestOutcome.FAILED)));
          run.judges.messages.put("tests", JudgeMessages.whole(KEY, after));
          run.judges.own = Optional.of(after);
        },
        codes.length == 0 ? Route.READY_TO_MERGE : Route.RETRY,
        codes);
  }

  private static BaseStep edited(
      BaseStep step, List<JudgeSession.Plugin> plugins, List<String> unstable) {
    return new BaseStep(
        step.id(),
        step.safePath(),
        step.ending(),
        step.exitCode(),
        step.listed(),
        step.tests(),
        step.collectors(),
        plugins,
        unstable);
  }

  private static BaseStep baseStep(
      BaseStep step,
      boolean listed,
      List<JudgeSession.Test> tests,
      List<JudgeSession.Test> collectors) {
    return step.id().equals("tests")
        ? new BaseStep(
            step.id(), true, "EXITED", 1, listed, tests, collectors, List.of(), List.of())
        : step;
  }

  /** A small run with a judge of its own. */
  private void judged(String name, Consumer<Scenario> edit, Route route, String... codes) {
    add(
        name,
        route,
        () -> {
          Scenario run = Scenario.small();
          edit.accept(run);
          run.write("calc.py", "new\n");
          return run.verified(run.judges::own).end();
        },
        codes);
  }
}
