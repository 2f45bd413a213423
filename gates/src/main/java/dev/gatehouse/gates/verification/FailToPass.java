package dev.gatehouse.gates.verification;

import dev.gatehouse.evidence.report.BaseReport.BaseStep;
import dev.gatehouse.evidence.report.JudgeReport;
import dev.gatehouse.evidence.report.JudgeSession.Test;
import dev.gatehouse.evidence.report.TestOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tests that a step names: on the base none of them passes, on the result each does. One that is
 * not there on the base does not pass there, as where its file cannot be collected.
 */
final class FailToPass {
  /** A test that a runner does not have is one that it did not run. */
  private static final List<TestOutcome> NONE = List.of(TestOutcome.NOTRUN);

  private FailToPass() {}

  /** What speaks against the base: a sentence for each test. */
  static List<String> unshown(List<String> tests, Optional<BaseStep> base) {
    if (base.isEmpty()) {
      return tests.stream().map(FailToPass::unlisted).toList();
    }
    Map<String, List<TestOutcome>> before = outcomes(base.get().tests());
    return tests.stream()
        .filter(id -> !before.getOrDefault(id, List.of()).stream().allMatch(FailToPass::fails))
        .map(id ->
            "test %s must fail on the base, and there it is %s"
                .formatted(id, shown(before.getOrDefault(id, List.of()))))
        .toList();
  }

  /** What speaks against the result: a sentence for each test. */
  static List<String> missed(List<String> tests, JudgeReport result) {
    if (tests.isEmpty()) {
      return List.of();
    }
    Map<String, List<TestOutcome>> after = outcomes(result.tests());
    return tests.stream()
        .filter(id -> !after.getOrDefault(id, NONE).stream().allMatch(TestOutcome::passed))
        .map(
            id -> "test %s must pass, and is %s".formatted(id, shown(after.getOrDefault(id, NONE))))
        .toList();
  }

  private static Map<String, List<TestOutcome>> outcomes(List<Test> tests) {
    return tests.stream()
        .collect(
            Collectors.groupingBy(
                Test::id, Collectors.mapping(Test::outcome, Collectors.toList())));
  }

  private static String unlisted(String id) {
    return "that test %s fails on the base is not shown: no runner lists its tests there"
        .formatted(id);
  }

  private static boolean fails(TestOutcome outcome) {
    return switch (outcome) {
      case FAILED, ERROR, XFAILED -> true;
      case PASSED, XPASSED, SKIPPED, NOTRUN -> false;
    };
  }

  private static String shown(List<TestOutcome> outcomes) {
    return String.join(" and ", outcomes.stream().map(TestOutcome::text).distinct().toList());
  }
}
