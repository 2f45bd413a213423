package dev.gatehouse.gates.verification;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.evidence.report.BaseReport;
import dev.gatehouse.evidence.report.BaseReport.BaseStep;
import dev.gatehouse.evidence.report.JudgeReport;
import dev.gatehouse.evidence.report.JudgeSession;
import dev.gatehouse.evidence.report.JudgedStep;
import dev.gatehouse.evidence.report.TestNames;
import dev.gatehouse.evidence.report.TestResults;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.gates.history.RunHistory;
import dev.gatehouse.gates.report.FindingCode;
import dev.gatehouse.gates.report.FindingCollector;
import dev.gatehouse.policy.profile.RunnerKind;
import dev.gatehouse.policy.profile.StepEnvironment;
import dev.gatehouse.policy.profile.VerificationPlan;
import dev.gatehouse.policy.profile.VerificationStep;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the judges of the steps say, in folders of format 2, computed again from their messages. */
final class JudgedSteps {
  private static final String REPORT = "data/verifier_report.json";
  private static final int MOST_NAMED = 50;

  private final RunHistory facts;
  private final FindingCollector log;
  private final Optional<BaseReport> base;
  private final JudgedFiles files;
  private final Map<TreePath, Optional<FileVersion>> approved;

  private JudgedSteps(RunHistory facts, FindingCollector log, Optional<BaseReport> base) {
    this.facts = facts;
    this.log = log;
    this.base = base;
    this.files = new JudgedFiles(facts, this::isApproved);
    this.approved = facts.approved();
  }

  /**
   * The judges' word on these steps.
   *
   * @param trees the base as the plan is run on it
   */
  static JudgedSteps of(
      RunHistory facts,
      VerificationPlan plan,
      List<GitId> trees,
      VerifierReport report,
      FindingCollector log) {
    Optional<BaseReport> base = report.base().flatMap(digest -> base(facts, digest));
    List<String> planned = plan.steps().stream().map(VerificationStep::id).toList();
    if (base.isEmpty()) {
      log.file(
          FindingCode.BASE_REPORT_DIFFERS, REPORT, "what the plan says of the base is not there");
    } else if (!trees.contains(base.get().tree())
        || !base.get().steps().stream().map(BaseStep::id).toList().equals(planned)) {
      log.file(
          FindingCode.BASE_REPORT_DIFFERS,
          REPORT,
          "the plan ran on the git tree %s with the steps %s, the base is one of %s"
              .formatted(
                  base.get().tree(),
                  base.get().steps().stream().map(BaseStep::id).toList(),
                  trees));
      base = Optional.empty();
    }
    return new JudgedSteps(facts, log, base);
  }

  private static Optional<BaseReport> base(RunHistory facts, String digest) {
    if (!Digest.isHex(digest)) {
      return Optional.empty();
    }
    try {
      return facts
          .content(new Digest(digest))
          .map(StrictJson::readCanonical)
          .map(BaseReport::fromJson);
    } catch (JsonFormatException e) {
      return Optional.empty();
    }
  }

  /** How many tests passed in the step, where a judge lists them. */
  Optional<Long> passed(VerifiedStep verified) {
    return report(verified)
        .filter(JudgeReport::ran)
        .map(report -> report.tests().stream().filter(test -> test.outcome().passed()).count());
  }

  /** The files whose tests the base or the result names. */
  Set<String> files(VerifierReport report) {
    return Stream.concat(
            base.stream().flatMap(known -> known.steps().stream()).map(BaseStep::tests),
            report.steps().stream().flatMap(step -> report(step).stream()).map(JudgeReport::tests))
        .flatMap(List::stream)
        .map(test -> TestNames.file(test.id()))
        .collect(Collectors.toSet());
  }

  /** Whether the step ran with the variables that the plan gives it. */
  void environment(VerificationStep step, VerifiedStep verified) {
    Optional<BaseStep> known = known(step);
    if (known.isEmpty()) {
      return;
    }
    Map<String, String> planned = StepEnvironment.judged(step, known.get().safePath());
    if (!verified.judged().map(JudgedStep::environment).equals(Optional.of(planned))) {
      log.file(
          FindingCode.STEPS_DIFFER,
          REPORT,
          "step %s ran with other variables".formatted(step.id()));
    }
    if (!known.get().safePath()) {
      log.file(
          FindingCode.SAFE_PATH_LEFT_OUT,
          REPORT,
          "step %s has the working directory on its import path, since the base does not do as well without; write PYTHONPATH=. (or src) before the step's command"
              .formatted(step.id()));
    }
  }

  /** What the judge says of a required step. Returns whether a judge lists its tests. */
  boolean required(VerificationStep step, VerifiedStep verified) {
    JudgeReport report;
    try {
      report = read(verified).orElse(new JudgeReport(Map.of()));
    } catch (JudgeReport.InvalidReportException e) {
      log.file(
          FindingCode.JUDGE_REPORT_REFUSED,
          REPORT,
          "the judge's report of step %s is of no use: %s".formatted(step.id(), e.getMessage()));
      return false;
    }
    Optional<BaseStep> listed = known(step).filter(BaseStep::listed);
    boolean due =
        RunnerKind.of(step.command()) == RunnerKind.PYTEST
            || listed.isPresent()
            || report.ran()
            || !step.failToPass().isEmpty();
    boolean proven = sentinels(step, report, due);
    name(step, FindingCode.FAIL_TO_PASS_UNSHOWN, FailToPass.unshown(step.failToPass(), listed));
    if (!due && proven) {
      log.file(
          FindingCode.STEP_UNLISTED,
          REPORT,
          "no runner lists the tests of step %s: it is judged by its exit code and its own report"
              .formatted(step.id()));
      return false;
    }
    if (!proven) {
      return true;
    }
    tests(step, report);
    name(step, FindingCode.FAIL_TO_PASS_MISSED, FailToPass.missed(step.failToPass(), report));
    known(step)
        .ifPresent(known -> {
          TestComparison.of(known, report, this::isApproved)
              .forEach((code, all) -> name(step, code, all));
          if (!known.isComplete()) {
            name(step, FindingCode.TEST_VANISHED, files.gone());
          }
        });
    name(step, FindingCode.PLUGIN_CHANGED, files.changedPlugins(known(step), report));
    verified.tests().ifPresent(own -> agree(step, own, report));
    return true;
  }

  /** Whether an operator approved what the result has as that file, or that it has none. */
  private boolean isApproved(String file) {
    TreePath path = TreePath.of(file);
    return approved.containsKey(path)
        && facts
            .resultTree()
            .map(tree -> tree.file(path))
            .equals(Optional.ofNullable(approved.get(path)));
  }

  /** Whether nothing speaks against the step's runner having done its work. */
  private boolean sentinels(VerificationStep step, JudgeReport report, boolean due) {
    if (due && !report.ran()) {
      log.file(
          FindingCode.SENTINEL_MISSING,
          REPORT,
          "step %s starts a runner, and no session of it ran to its end".formatted(step.id()));
    }
    report
        .sessions()
        .forEach((nonce, session) -> {
          if (!session.ended()) {
            log.file(
                FindingCode.SENTINEL_MISSING,
                REPORT,
                "a session in step %s has no end: its process ended before it"
                    .formatted(step.id()));
          } else if (!session.isHonest(nonce)) {
            log.file(
                FindingCode.SENTINEL_WRONG,
                REPORT,
                "in step %s a test that must pass did not, or one that must fail did not: something steers the runner"
                    .formatted(step.id()));
          }
        });
    return report.isWhole() && (report.ran() || !due);
  }

  private void tests(VerificationStep step, JudgeReport report) {
    List<JudgeSession.Test> tests = report.tests();
    if (tests.stream().noneMatch(test -> test.outcome().passed())) {
      log.file(
          FindingCode.NO_TEST_PASSED,
          REPORT,
          "no test passed in step %s: a report without one shows nothing".formatted(step.id()));
    }
    name(
        step,
        FindingCode.TEST_FAILED,
        tests.stream()
            .filter(test -> test.outcome().failed())
            .map(test -> "test %s failed".formatted(test.id()))
            .toList());
    name(
        step,
        FindingCode.TEST_FAILED,
        report.sessions().values().stream()
            .flatMap(session -> session.collectors().stream())
            .filter(collector -> collector.outcome().failed())
            .map(collector -> "the tests of %s could not be collected".formatted(collector.id()))
            .toList());
  }

  /** One finding for each, up to a bound. */
  private void name(VerificationStep step, FindingCode code, List<String> all) {
    all.stream()
        .limit(MOST_NAMED)
        .forEach(each -> log.file(code, REPORT, "%s in step %s".formatted(each, step.id())));
    if (all.size() > MOST_NAMED) {
      log.file(
          code, REPORT, "and %s more in step %s".formatted(all.size() - MOST_NAMED, step.id()));
    }
  }

  private void agree(VerificationStep step, TestResults own, JudgeReport report) {
    if (!ReportAgreement.agree(own, report)) {
      log.file(
          FindingCode.REPORTS_DISAGREE,
          REPORT,
          "the report that step %s wrote has %s tests that passed, %s that failed, %s that were skipped; the judge's has others"
              .formatted(
                  step.id(), own.passed().size(), own.failed().size(), own.skipped().size()));
    }
  }

  /** What is known of a step on the base. */
  Optional<BaseStep> known(VerificationStep step) {
    return base.flatMap(
        found -> found.steps().stream().filter(known -> known.id().equals(step.id())).findFirst());
  }

  private Optional<JudgeReport> report(VerifiedStep verified) {
    try {
      return read(verified);
    } catch (JudgeReport.InvalidReportException e) {
      return Optional.empty();
    }
  }

  private Optional<JudgeReport> read(VerifiedStep verified) {
    return verified
        .judged()
        .filter(judged -> Digest.isHex(judged.reportSha256()))
        .flatMap(judged ->
            facts
                .content(new Digest(judged.reportSha256()))
                .map(messages -> JudgeReport.read(messages, judged.key())));
  }
}
