package dev.gatehouse.evidence.report;

import dev.gatehouse.evidence.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * One step of the plan as it ran.
 *
 * @param id the step's id in the plan
 * @param command the argument array that ran; a shell string is {@code bash -c STRING}
 * @param ending {@code EXITED}, {@code SIGNALLED}, {@code TIMED_OUT}, {@code OUT_OF_MEMORY}, {@code
 *     OUTPUT_LIMIT} or {@code STARTER_LOST}
 * @param exitCode the exit code, or 128 and the signal; -1 where there is none
 * @param confirmed whether the engine's exit status agreed
 * @param millis wall time
 * @param stdout what the step printed
 * @param stderr what it printed as errors
 * @param tests the test report that the plan names, where there was one
 * @param problem why a test report was not usable, where it was not
 * @param judged how it was judged; not in folders of format 1
 * @param isolation the confinement read back, as for a command of the run
 */
public record VerifiedStep(
    String id,
    List<String> command,
    String ending,
    long exitCode,
    boolean confirmed,
    long millis,
    StepOutput stdout,
    StepOutput stderr,
    Optional<TestResults> tests,
    Optional<String> problem,
    Optional<JudgedStep> judged,
    Json.Obj isolation) {
  /** A step as folders of format 1 have it. */
  public VerifiedStep(
      String id,
      List<String> command,
      String ending,
      long exitCode,
      boolean confirmed,
      long millis,
      StepOutput stdout,
      StepOutput stderr,
      Optional<TestResults> tests,
      Optional<String> problem,
      Json.Obj isolation) {
    this(
        id,
        command,
        ending,
        exitCode,
        confirmed,
        millis,
        stdout,
        stderr,
        tests,
        problem,
        Optional.empty(),
        isolation);
  }

  public VerifiedStep {
    command = List.copyOf(command);
  }

  /**
   * What a stream held.
   *
   * @param sha256 digest over everything
   * @param bytes how many bytes there were
   * @param blobSha256 digest of the blob that holds the stream, or its head where it was truncated
   * @param truncated whether the blob holds less than everything
   */
  public record StepOutput(String sha256, long bytes, String blobSha256, boolean truncated) {
    Json.Obj toJson() {
      return Json.object()
          .put("sha256", sha256)
          .put("bytes", bytes)
          .put("blobSha256", blobSha256)
          .put("truncated", truncated)
          .build();
    }

    static StepOutput fromJson(Json.Obj json) {
      return new StepOutput(
          json.string("sha256"),
          json.integer("bytes"),
          json.string("blobSha256"),
          json.bool("truncated"));
    }
  }

  /** This step, judged so. */
  public VerifiedStep with(Optional<JudgedStep> other) {
    return new VerifiedStep(
        id, command, ending, exitCode, confirmed, millis, stdout, stderr, tests, problem, other,
        isolation);
  }

  /** All members. */
  public Json.Obj toJson() {
    Json.Builder object =
        Json.object()
            .put("id", id)
            .put("command", Json.Arr.ofStrings(command))
            .put("ending", ending)
            .put("exitCode", exitCode)
            .put("confirmed", confirmed)
            .put("millis", millis)
            .put("stdout", stdout.toJson())
            .put("stderr", stderr.toJson())
            .put("isolation", isolation);
    tests.ifPresent(results -> object.put("tests", results.toJson()));
    problem.ifPresent(text -> object.put("problem", text));
    judged.ifPresent(judge -> object.put("judge", judge.toJson()));
    return object.build();
  }

  static VerifiedStep fromJson(Json.Obj json) {
    return new VerifiedStep(
        json.string("id"),
        json.strings("command"),
        json.string("ending"),
        json.integer("exitCode"),
        json.bool("confirmed"),
        json.integer("millis"),
        StepOutput.fromJson(json.object("stdout")),
        StepOutput.fromJson(json.object("stderr")),
        json.optionalObject("tests").map(TestResults::fromJson),
        json.optionalString("problem"),
        json.optionalObject("judge").map(JudgedStep::fromJson),
        json.object("isolation"));
  }
}
