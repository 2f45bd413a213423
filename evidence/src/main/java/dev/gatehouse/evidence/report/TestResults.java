package dev.gatehouse.evidence.report;

import dev.gatehouse.evidence.json.Json;
import java.util.List;

/**
 * The tests of one step, as its report names them.
 *
 * @param reportSha256 digest of the raw report, kept as a blob
 * @param passed names of the tests that passed, sorted
 * @param failed names of the tests that failed or could not run, sorted
 * @param skipped names of the tests that were skipped, sorted
 */
public record TestResults(
    String reportSha256, List<String> passed, List<String> failed, List<String> skipped) {
  public TestResults {
    passed = passed.stream().sorted().toList();
    failed = failed.stream().sorted().toList();
    skipped = skipped.stream().sorted().toList();
  }

  Json.Obj toJson() {
    return Json.object()
        .put("reportSha256", reportSha256)
        .put("passed", Json.Arr.ofStrings(passed))
        .put("failed", Json.Arr.ofStrings(failed))
        .put("skipped", Json.Arr.ofStrings(skipped))
        .build();
  }

  static TestResults fromJson(Json.Obj json) {
    return new TestResults(
        json.string("reportSha256"),
        json.strings("passed"),
        json.strings("failed"),
        json.strings("skipped"));
  }
}
