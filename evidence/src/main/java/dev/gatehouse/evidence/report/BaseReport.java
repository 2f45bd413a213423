package dev.gatehouse.evidence.report;

import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.util.List;

/**
 * What the plan says of the base: a blob of a folder of format 2 that the verifier's report names.
 *
 * @param tree the tree of the base on which the plan ran
 * @param steps the plan's steps, in order
 */
public record BaseReport(GitId tree, List<BaseStep> steps) {
  public BaseReport {
    steps = List.copyOf(steps);
  }

  /**
   * One step on the base.
   *
   * @param id the step's id in the plan
   * @param safePath whether it ran, and is to be run, without the working directory on the import
   *     path
   * @param ending how it ended, as in {@link VerifiedStep}
   * @param exitCode the exit code; -1 where there is none. A session of the runner counts as 0
   *     where tests failed, so that what comes after it runs
   * @param listed whether a judge reported on it, wholly and with its sentinels as expected
   * @param tests every test; one id may be there several times
   * @param collectors what could not be collected, or was skipped as a whole
   * @param plugins plug-ins, conftest files and other files with hooks of the runner
   * @param unstable names of tests whose parameters have other ids each time
   */
  public record BaseStep(
      String id,
      boolean safePath,
      String ending,
      long exitCode,
      boolean listed,
      List<JudgeSession.Test> tests,
      List<JudgeSession.Test> collectors,
      List<JudgeSession.Plugin> plugins,
      List<String> unstable) {
    public BaseStep {
      tests = List.copyOf(tests);
      collectors = List.copyOf(collectors);
      plugins = List.copyOf(plugins);
      unstable = unstable.stream().sorted().toList();
    }

    /** Whether it came to its end and listed every test on the way. */
    public boolean isComplete() {
      return listed && ending.equals("EXITED") && exitCode == 0;
    }

    private Json.Obj toJson() {
      return Json.object()
          .put("id", id)
          .put("safePath", safePath)
          .put("ending", ending)
          .put("exitCode", exitCode)
          .put("listed", listed)
          .put("tests", array(tests))
          .put("collectors", array(collectors))
          .put(
              "plugins",
              new Json.Arr(
                  plugins.stream()
                      .<Json>map(plugin ->
                          Json.object()
                              .put("file", plugin.file())
                              .put("sha256", plugin.sha256())
                              .build())
                      .toList()))
          .put("unstable", Json.Arr.ofStrings(unstable))
          .build();
    }

    private static Json.Arr array(List<JudgeSession.Test> tests) {
      return new Json.Arr(
          tests.stream()
              .<Json>map(test ->
                  Json.object().put("id", test.id()).put("outcome", test.outcome().text()).build())
              .toList());
    }

    private static BaseStep fromJson(Json.Obj json) {
      return new BaseStep(
          json.string("id"),
          json.bool("safePath"),
          json.string("ending"),
          json.integer("exitCode"),
          json.bool("listed"),
          json.objects("tests").stream().map(BaseStep::test).toList(),
          json.objects("collectors").stream().map(BaseStep::test).toList(),
          json.objects("plugins").stream()
              .map(
                  plugin -> new JudgeSession.Plugin(plugin.string("file"), plugin.string("sha256")))
              .toList(),
          json.strings("unstable"));
    }

    private static JudgeSession.Test test(Json.Obj json) {
      return new JudgeSession.Test(
          json.string("id"),
          TestOutcome.of(json.string("outcome"))
              .orElseThrow(() -> new JsonFormatException("a test has no known outcome")));
    }
  }

  /** All members and {@code formatVersion}. */
  public Json.Obj toJson() {
    return Json.object()
        .put("formatVersion", "1")
        .put("tree", tree.hex())
        .put("steps", new Json.Arr(steps.stream().<Json>map(BaseStep::toJson).toList()))
        .build();
  }

  /**
   * The inverse of {@link #toJson()}.
   *
   * @throws JsonFormatException if a member is missing or malformed
   */
  public static BaseReport fromJson(Json.Obj json) {
    return new BaseReport(
        json.parsed("tree", GitId::new),
        json.objects("steps").stream().map(BaseStep::fromJson).toList());
  }
}
