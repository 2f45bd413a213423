package dev.gatehouse.verifier;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.report.BaseReport;
import dev.gatehouse.evidence.report.BaseReport.BaseStep;
import dev.gatehouse.evidence.report.JudgeReport;
import dev.gatehouse.evidence.report.JudgeSession;
import dev.gatehouse.evidence.report.TestNames;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.StepEnvironment;
import dev.gatehouse.policy.profile.VerificationStep;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The plan on the base: which tests there are, and whether the steps pass as well without the
 * working directory on the import path.
 */
final class BaseRun {
  private final StepRun runs;

  BaseRun(StepRun runs) {
    this.runs = runs;
  }

  /** What a report on that base depends on. */
  static Digest key(VerificationInput input, Tree base) {
    Json.Obj profile = input.profile().toJson();
    return Digest.of(
        Json.object()
            .put("tree", base.gitTree().hex())
            .put("image", input.sandbox().image().id())
            .put("verification", profile.object("verification"))
            .put("limits", profile.object("limits"))
            .put("paths", profile.members().getOrDefault("paths", new Json.Arr(List.of())))
            .build()
            .canonical());
  }

  BaseReport report(Profile profile, Tree base) {
    return new BaseReport(
        base.gitTree(), profile.verification().steps().stream().map(this::step).toList());
  }

  /** One look at a step. */
  private record Look(
      VerifiedStep step,
      boolean listed,
      List<JudgeSession.Test> tests,
      List<JudgeSession.Test> collectors,
      List<JudgeSession.Plugin> plugins) {
    static Look at(StepRun.CompletedStep ran) {
      try {
        JudgeReport report =
            JudgeReport.read(ran.judgement(), ran.step().judged().orElseThrow().key());
        boolean listed = report.isWhole() && report.ran();
        return new Look(
            ran.step(),
            listed,
            listed ? report.tests() : List.of(),
            listed ? report.collectors() : List.of(),
            report.plugins());
      } catch (JudgeReport.InvalidReportException e) {
        return new Look(ran.step(), false, List.of(), List.of(), List.of());
      }
    }

    boolean hasExited() {
      return step.ending().equals("EXITED");
    }

    /** Sessions on the base end with 0 whatever failed in them. */
    boolean endedWell() {
      return hasExited()
          && step.exitCode() == 0
          && Stream.concat(tests.stream(), collectors.stream())
              .noneMatch(each -> each.outcome().failed());
    }

    long passed() {
      return tests.stream().filter(test -> test.outcome().passed()).count();
    }

    /** Whether this look shows a step that does as well as the other does; unknown is no. */
    boolean isAsGoodAs(Look other) {
      return listed
          && !(other.endedWell() && !endedWell())
          && passed() >= other.passed()
          && tests.size() >= other.tests.size();
    }

    boolean hasParameters() {
      return tests.stream().anyMatch(test -> !TestNames.of(test.id()).equals(test.id()));
    }
  }

  private BaseStep step(VerificationStep step) {
    Look safe = look(step, true);
    if (safe.endedWell() || !safe.hasExited() || StepEnvironment.saysPath(step)) {
      return report(step, true, safe, again(step, true, safe));
    }
    Look unsafe = look(step, false);
    return safe.isAsGoodAs(unsafe)
        ? report(step, true, safe, unsafe)
        : report(step, false, unsafe, again(step, false, unsafe));
  }

  private Look look(VerificationStep step, boolean safePath) {
    return Look.at(runs.runOnBase(step, safePath));
  }

  /** A second look, where there is something that may look otherwise. */
  private Look again(VerificationStep step, boolean safePath, Look first) {
    return first.hasParameters() ? look(step, safePath) : first;
  }

  private static BaseStep report(VerificationStep step, boolean safePath, Look look, Look other) {
    return new BaseStep(
        step.id(),
        safePath,
        look.step().ending(),
        look.step().exitCode(),
        look.listed(),
        look.tests(),
        look.collectors(),
        look.plugins(),
        unstable(look, other));
  }

  /** Names of tests of which the two looks show other ids. */
  private static List<String> unstable(Look look, Look other) {
    if (!other.listed()) {
      return List.of();
    }
    Map<String, List<String>> before = TestNames.idsByName(look.tests());
    Map<String, List<String>> after = TestNames.idsByName(other.tests());
    return before.keySet().stream()
        .filter(name -> after.containsKey(name) && !after.get(name).equals(before.get(name)))
        .toList();
  }
}
