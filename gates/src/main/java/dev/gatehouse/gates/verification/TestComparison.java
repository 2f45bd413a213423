package dev.gatehouse.gates.verification;

import dev.gatehouse.evidence.report.BaseReport.BaseStep;
import dev.gatehouse.evidence.report.JudgeReport;
import dev.gatehouse.evidence.report.JudgeSession.Test;
import dev.gatehouse.evidence.report.TestNames;
import dev.gatehouse.evidence.report.TestOutcome;
import dev.gatehouse.gates.report.FindingCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The tests of a result beside those of its base, by id; tests whose parameters have other ids each
 * time by name and number.
 */
final class TestComparison {
  private final Set<String> unstable;
  private final Predicate<String> approved;
  private final Map<FindingCode, List<String>> found = new EnumMap<>(FindingCode.class);

  private TestComparison(BaseStep base, Predicate<String> approved) {
    this.unstable = new TreeSet<>(base.unstable());
    this.approved = approved;
  }

  /**
   * How each kind of difference is reported.
   *
   * @param approved whether an operator approved the result's content of a file
   */
  static Map<FindingCode, List<String>> of(
      BaseStep base, JudgeReport result, Predicate<String> approved) {
    TestComparison comparison = new TestComparison(base, approved);
    Map<String, List<TestOutcome>> before = comparison.outcomes(base.tests());
    Map<String, List<TestOutcome>> after = comparison.outcomes(result.tests());
    boolean failed = result.tests().stream().anyMatch(test -> test.outcome().failed());
    before.forEach((key, outcomes) ->
        comparison.compare(key, outcomes, after.getOrDefault(key, List.of()), failed));
    base.collectors().stream()
        .filter(collector -> collector.outcome().failed())
        .map(Test::id)
        .distinct()
        .forEach(id -> comparison.uncollected(id, result));
    if (!base.isComplete()) {
      comparison.unreached(base, before.keySet(), result);
    }
    return comparison.found;
  }

  /** What the base's step may not have come to runs: nothing says that it may be skipped. */
  private void unreached(BaseStep base, Set<String> known, JudgeReport result) {
    result.tests().stream()
        .filter(test -> !known.contains(key(test.id())))
        .forEach(this::requireJudged);
    Set<Test> before = Set.copyOf(base.collectors());
    result.collectors().stream()
        .filter(collector -> !collector.outcome().failed() && !before.contains(collector))
        .forEach(collector ->
            tell(
                collector.id(),
                FindingCode.TEST_SKIPPED_ANEW,
                "the tests of %s, to which the base did not come, are skipped as a whole"
                    .formatted(collector.id())));
  }

  /** What the base could not collect is there and runs: nothing says that it may be skipped. */
  private void uncollected(String collector, JudgeReport result) {
    List<Test> tests =
        result.tests().stream()
            .filter(test ->
                test.id().startsWith(collector + "::") || test.id().startsWith(collector + "/"))
            .toList();
    tests.forEach(this::requireJudged);
    boolean failed =
        result.collectors().stream()
            .anyMatch(each -> each.id().equals(collector) && each.outcome().failed());
    if (tests.isEmpty() && !failed) {
      tell(
          collector,
          FindingCode.TEST_VANISHED,
          "the tests of %s, which the base could not collect, are gone or skipped as a whole"
              .formatted(collector));
    }
  }

  private void requireJudged(Test test) {
    switch (test.outcome()) {
      case SKIPPED, XFAILED ->
          tell(
              test.id(),
              FindingCode.TEST_SKIPPED_ANEW,
              "test %s, which did not run on the base, is %s"
                  .formatted(test.id(), unjudged(List.of(test.outcome()))));
      case PASSED, FAILED, ERROR, XPASSED, NOTRUN -> {
        // It runs, or another finding says why not.
      }
    }
  }

  private Map<String, List<TestOutcome>> outcomes(List<Test> tests) {
    return tests.stream()
        .collect(
            Collectors.groupingBy(
                test -> key(test.id()),
                TreeMap::new,
                Collectors.mapping(Test::outcome, Collectors.toList())));
  }

  private String key(String id) {
    String name = TestNames.of(id);
    return unstable.contains(name) ? name : id;
  }

  private void compare(
      String key, List<TestOutcome> before, List<TestOutcome> after, boolean failed) {
    if (after.size() < before.size()) {
      tell(
          key,
          FindingCode.TEST_VANISHED,
          before.size() == 1
              ? "test %s of the base is gone".formatted(key)
              : "test %s of the base is there %s times instead of %s"
                  .formatted(key, after.size(), before.size()));
      return;
    }
    if (after.size() > before.size()) {
      tell(
          key,
          FindingCode.TEST_DOUBLED,
          "test %s of the base is there %s times instead of %s"
              .formatted(key, after.size(), before.size()));
    }
    // A session that stops at the first failure does not come to the tests after it.
    long judgedAfter =
        after.stream()
            .filter(outcome -> outcome.judges() || (failed && outcome == TestOutcome.NOTRUN))
            .count();
    long judgedBefore =
        before.stream()
            .filter(outcome -> outcome.judges() || outcome == TestOutcome.NOTRUN)
            .count();
    if (judgedAfter < judgedBefore) {
      tell(
          key,
          FindingCode.TEST_SKIPPED_ANEW,
          "test %s, which the base runs, is %s".formatted(key, unjudged(after)));
    } else if (before.equals(List.of(TestOutcome.XFAILED))
        && after.equals(List.of(TestOutcome.SKIPPED))) {
      tell(
          key,
          FindingCode.TEST_SKIPPED_ANEW,
          "test %s, which the base expects to fail, is skipped".formatted(key));
    }
  }

  private static String unjudged(List<TestOutcome> after) {
    return after.stream()
        .filter(outcome -> !outcome.judges())
        .distinct()
        .map(outcome ->
            switch (outcome) {
              case SKIPPED -> "skipped";
              case XFAILED -> "expected to fail";
              case NOTRUN -> "not come to";
              case PASSED, FAILED, ERROR, XPASSED -> "run";
            })
        .collect(Collectors.joining(" or "));
  }

  private void tell(String key, FindingCode code, String sentence) {
    int end = key.indexOf("::");
    boolean lifted = approved.test(end < 0 ? key : key.substring(0, end));
    found
        .computeIfAbsent(lifted ? FindingCode.TEST_CHANGE_APPROVED : code, _ -> new ArrayList<>())
        .add(sentence);
  }
}
