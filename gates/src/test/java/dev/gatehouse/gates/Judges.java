package dev.gatehouse.gates;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.report.BaseReport;
import dev.gatehouse.evidence.report.BaseReport.BaseStep;
import dev.gatehouse.evidence.report.JudgeKey;
import dev.gatehouse.evidence.report.JudgeMessages;
import dev.gatehouse.evidence.report.JudgeSession;
import dev.gatehouse.evidence.report.JudgedStep;
import dev.gatehouse.evidence.report.TestOutcome;
import dev.gatehouse.evidence.report.TestResults;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.policy.profile.RunnerKind;
import dev.gatehouse.policy.profile.StepEnvironment;
import dev.gatehouse.policy.profile.VerificationStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The judges of a scenario's steps, honest where nothing else is said: each lists the tests that
 * the step's own report has, and the base has the same.
 */
final class Judges {
  /** The secret of every step. */
  static final JudgeKey KEY = new JudgeKey("5e".repeat(32));

  /** Messages of steps, by id. */
  final Map<String, byte[]> messages = new TreeMap<>();

  /** Tests of the base, by step. */
  final Map<String, List<JudgeSession.Test>> base = new TreeMap<>();

  UnaryOperator<BaseReport> baseEdit = report -> report;
  UnaryOperator<BaseStep> baseStepEdit = step -> step;
  UnaryOperator<JudgedStep> stepEdit = step -> step;
  boolean baseIsThere = true;

  /** What the report has that a step wrote itself, where it is not what every scenario has. */
  Optional<List<JudgeSession.Test>> own = Optional.empty();

  /** One test. */
  static JudgeSession.Test test(String id, TestOutcome outcome) {
    return new JudgeSession.Test(id, outcome);
  }

  /** The step with a report of its own as is said. */
  VerifiedStep own(VerifiedStep s) {
    return own.isEmpty()
        ? s
        : Edits.step(
            s,
            s.confirmed(),
            s.tests().map(results -> own(results.reportSha256())),
            s.problem(),
            s.isolation());
  }

  private TestResults own(String digest) {
    return new TestResults(
        digest, ids(TestOutcome::passed), ids(TestOutcome::failed), ids(each -> !each.judges()));
  }

  private List<String> ids(Predicate<TestOutcome> which) {
    return own.orElseThrow().stream()
        .filter(test -> which.test(test.outcome()))
        .map(JudgeSession.Test::id)
        .toList();
  }

  /** The report with what the judges say; their blobs are added to the scenario's. */
  VerifierReport judged(Scenario run, VerifierReport report) {
    if (!run.format.includes(FormatVersion.TWO)) {
      return report;
    }
    List<VerificationStep> plan = run.profile.verification().steps();
    BaseReport known =
        baseEdit.apply(
            new BaseReport(
                BaseFiles.judged(run).gitTree(),
                plan.stream().map(step -> known(step, report)).toList()));
    byte[] document = known.toJson().canonical();
    String digest = Digest.of(document).hex();
    if (baseIsThere) {
      run.contents.put(digest, document);
    }
    return new VerifierReport(
        report.resultTree(),
        report.verifiedTree(),
        report.control(),
        Optional.of(digest),
        report.steps().stream().map(step -> judged(run, plan, known, step)).toList());
  }

  private BaseStep known(VerificationStep step, VerifierReport report) {
    List<JudgeSession.Test> tests =
        base.getOrDefault(
            step.id(),
            report.steps().stream()
                .filter(ran -> ran.id().equals(step.id()) && isListed(step))
                .findFirst()
                .map(ran -> tests(ran.tests()))
                .orElse(List.of()));
    return baseStepEdit.apply(
        new BaseStep(
            step.id(),
            true,
            "EXITED",
            0,
            !tests.isEmpty(),
            tests,
            List.of(),
            List.of(),
            List.of()));
  }

  private VerifiedStep judged(
      Scenario run, List<VerificationStep> plan, BaseReport known, VerifiedStep verified) {
    Optional<VerificationStep> step =
        plan.stream().filter(each -> each.id().equals(verified.id())).findFirst();
    if (step.isEmpty()) {
      return verified;
    }
    byte[] said =
        messages.getOrDefault(
            verified.id(),
            isListed(step.get()) ? JudgeMessages.whole(KEY, tests(verified.tests())) : new byte[0]);
    run.contents.put(Digest.of(said).hex(), said);
    boolean safePath =
        known.steps().stream()
            .filter(each -> each.id().equals(verified.id()))
            .allMatch(BaseStep::safePath);
    return verified.with(
        Optional.of(
            stepEdit.apply(
                new JudgedStep(
                    KEY, StepEnvironment.judged(step.get(), safePath), Digest.of(said).hex()))));
  }

  private static boolean isListed(VerificationStep step) {
    return RunnerKind.of(step.command()) == RunnerKind.PYTEST;
  }

  private static List<JudgeSession.Test> tests(Optional<TestResults> results) {
    if (results.isEmpty()) {
      return List.of(test("t::a", TestOutcome.PASSED));
    }
    List<JudgeSession.Test> tests = new ArrayList<>();
    results.get().passed().forEach(id -> tests.add(test(id, TestOutcome.PASSED)));
    results.get().failed().forEach(id -> tests.add(test(id, TestOutcome.FAILED)));
    results.get().skipped().forEach(id -> tests.add(test(id, TestOutcome.SKIPPED)));
    return tests;
  }
}
