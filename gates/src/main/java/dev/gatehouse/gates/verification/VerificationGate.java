package dev.gatehouse.gates.verification;

import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.report.TestResults;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.gates.history.Gate;
import dev.gatehouse.gates.history.RunHistory;
import dev.gatehouse.gates.report.FindingCode;
import dev.gatehouse.gates.report.FindingCollector;
import dev.gatehouse.policy.decision.VerifiedTree;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.VerificationPlan;
import dev.gatehouse.policy.profile.VerificationStep;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The plan ran on exactly the result, and every required step did well (promise A6). */
public final class VerificationGate implements Gate {
  private static final String REPORT = "data/verifier_report.json";
  private static final String SNAPSHOT = "data/policy/snapshot.json";

  @Override
  public String name() {
    return "verification";
  }

  @Override
  public void judge(RunHistory facts, FindingCollector log) {
    Optional<Profile> profile = facts.profile().found();
    if (profile.isEmpty()) {
      log.file(FindingCode.POLICY_UNREADABLE, SNAPSHOT, "without it there is no plan");
      return;
    }
    VerificationPlan plan = profile.get().verification();
    if (plan.steps().stream().noneMatch(VerificationStep::required)) {
      log.file(
          FindingCode.VERIFICATION_PLAN_EMPTY,
          SNAPSHOT,
          "the plan has no required step, so nothing was verified; use a profile that has one");
    }
    Optional<VerifierReport> report = facts.verified();
    if (report.isEmpty()) {
      log.file(unverified(facts), REPORT, "nothing was verified");
      return;
    }
    trees(facts, plan, report.get(), log);
    Optional<JudgedSteps> judged = judged(facts, plan, report.get(), log);
    steps(facts, plan, report.get(), judged, log);
    judged.ifPresent(judges ->
        ChangedTestFiles.note(
            facts.base().orElseThrow(),
            facts.resultTree().orElseThrow(),
            facts.names(),
            judges.files(report.get()),
            log));
  }

  private static FindingCode unverified(RunHistory facts) {
    if (facts.end().flatMap(Event.RunEnded::cancelled).isPresent()) {
      return FindingCode.RUN_CANCELLED;
    }
    boolean completed = facts.status().filter(status -> status != RunStatus.COMPLETED).isEmpty();
    return completed ? FindingCode.VERIFIER_REPORT_MISSING : FindingCode.RUN_NOT_COMPLETED;
  }

  private static void trees(
      RunHistory facts, VerificationPlan plan, VerifierReport report, FindingCollector log) {
    Optional<Tree> result = facts.resultTree();
    Optional<Tree> base = facts.base();
    if (result.isEmpty() || base.isEmpty()) {
      log.file(
          FindingCode.TREE_MISSING, "data/tree.json", "without it nobody knows what was judged");
      return;
    }
    GitId resultTree = result.get().gitTree();
    if (!resultTree.equals(report.resultTree())) {
      log.file(
          FindingCode.RESULT_DIFFERS,
          REPORT,
          "the git tree %s was judged, the result is %s"
              .formatted(report.resultTree(), resultTree));
    }
    VerifiedTree expected =
        VerifiedTree.of(
            plan, facts.names(), facts.closureOrNone(), base.get(), result.get(), facts.approved());
    if (!expected.tree().gitTree().equals(report.verifiedTree())
        || !expected.control().equals(report.control())) {
      log.file(
          FindingCode.VERIFIED_TREE_DIFFERS,
          REPORT,
          "the git tree %s was written out; with unapproved control files taken back it is %s"
              .formatted(report.verifiedTree(), expected.tree().gitTree()));
    }
    for (VerifierReport.Control control : expected.control()) {
      if (facts.closureOrNone().leftOut().contains(control.path())) {
        log.file(
            FindingCode.CONTROL_LINK_LEFT_OUT,
            control.path().display(),
            "judged without this link of the base, which leads out of the tree or in a circle;"
                + " put a file in its place");
        continue;
      }
      log.file(
          FindingCode.CONTROL_TAKEN_BACK,
          control.path().display(),
          control.restored()
              ? "judged as the base has it; let an operator approve the change to have it count"
              : "judged without it; let an operator approve the file to have it count");
    }
  }

  /** What the judges say; a folder of format 1 has none. */
  private static Optional<JudgedSteps> judged(
      RunHistory facts, VerificationPlan plan, VerifierReport report, FindingCollector log) {
    Optional<Tree> base = facts.base();
    if (!facts.hasJudges() || base.isEmpty() || plan.steps().isEmpty()) {
      return Optional.empty();
    }
    // Where the changes do not lead back to the base that is pinned, another gate says so.
    GitId pinned = facts.run().baseTree();
    GitId closed =
        VerifiedTree.of(
                plan, facts.names(), facts.closureOrNone(), base.get(), base.get(), Map.of())
            .tree()
            .gitTree();
    List<GitId> trees =
        base.get().gitTree().equals(pinned) ? List.of(closed) : List.of(closed, pinned);
    return Optional.of(JudgedSteps.of(facts, plan, trees, report, log));
  }

  private static void steps(
      RunHistory facts,
      VerificationPlan plan,
      VerifierReport report,
      Optional<JudgedSteps> judged,
      FindingCollector log) {
    List<String> planned = plan.steps().stream().map(VerificationStep::id).toList();
    List<String> ran = report.steps().stream().map(VerifiedStep::id).toList();
    if (!planned.equals(ran)) {
      log.file(
          FindingCode.STEPS_DIFFER,
          REPORT,
          "the plan has the steps %s, run were %s".formatted(planned, ran));
      return;
    }
    long passed = 0;
    for (int i = 0; i < planned.size(); i++) {
      VerificationStep step = plan.steps().get(i);
      VerifiedStep verified = report.steps().get(i);
      if (!step.processArgv().equals(verified.command())) {
        log.file(
            FindingCode.STEPS_DIFFER, REPORT, "step %s ran another command".formatted(step.id()));
      }
      judged.ifPresent(judges -> judges.environment(step, verified));
      if (step.required()) {
        required(step, verified, judged, log);
        judged
            .flatMap(judges -> MissingProgram.of(facts, step, verified, judges.known(step)))
            .ifPresent(message -> log.file(FindingCode.PROGRAM_MISSING, REPORT, message));
      } else if (!endedWell(verified)) {
        log.file(
            FindingCode.OPTIONAL_STEP_FAILED,
            REPORT,
            "step %s: %s".formatted(step.id(), ending(verified)));
      }
      passed +=
          judged
              .flatMap(judges -> judges.passed(verified))
              .orElseGet(
                  () -> verified.tests().map(tests -> (long) tests.passed().size()).orElse(0L));
    }
    log.note("%s steps, %s tests passed".formatted(planned.size(), passed));
  }

  private static void required(
      VerificationStep step,
      VerifiedStep verified,
      Optional<JudgedSteps> judged,
      FindingCollector log) {
    if (!endedWell(verified)) {
      log.file(
          FindingCode.STEP_FAILED,
          REPORT,
          "step %s: %s; its output tells why".formatted(step.id(), ending(verified)));
    }
    if (!verified.confirmed()) {
      log.file(
          FindingCode.STEP_NOT_CONFIRMED,
          REPORT,
          "the engine did not confirm how step %s ended".formatted(step.id()));
    }
    if (verified.problem().isPresent()) {
      log.file(
          FindingCode.TEST_REPORT_MISSING,
          REPORT,
          "the test report of step %s is of no use: %s"
              .formatted(step.id(), verified.problem().get()));
    } else if (step.junit().isPresent() && !step.junitOptional() && verified.tests().isEmpty()) {
      log.file(
          FindingCode.TEST_REPORT_MISSING,
          REPORT,
          "step %s wrote no test report to %s".formatted(step.id(), step.junit().get()));
    }
    boolean listed = judged.map(judges -> judges.required(step, verified)).orElse(false);
    verified.tests().filter(_ -> !listed).ifPresent(tests -> tests(step, tests, log));
  }

  private static void tests(VerificationStep step, TestResults tests, FindingCollector log) {
    if (tests.passed().isEmpty()) {
      log.file(
          FindingCode.NO_TEST_PASSED,
          REPORT,
          "no test passed in step %s: a report without one shows nothing".formatted(step.id()));
    }
    for (String test : tests.failed()) {
      log.file(
          FindingCode.TEST_FAILED, REPORT, "test %s failed in step %s".formatted(test, step.id()));
    }
  }

  private static boolean endedWell(VerifiedStep step) {
    return step.ending().equals("EXITED") && step.exitCode() == 0;
  }

  private static String ending(VerifiedStep step) {
    return step.ending().equals("EXITED") ? "exit code " + step.exitCode() : step.ending();
  }
}
