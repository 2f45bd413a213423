package dev.gatehouse.controlplane.runs.outcome;

import dev.gatehouse.controlplane.api.request.Untrusted;
import dev.gatehouse.controlplane.runs.outcome.FailedTests.FailedTest;
import dev.gatehouse.controlplane.runs.outcome.FailedTests.TestOutput;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.evidence.report.JudgeReport;
import dev.gatehouse.evidence.report.JudgedStep;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.syscalls.AnswerMemory;
import dev.gatehouse.verifier.JunitFailures;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What failed in the verification of a sealed run, for people and agents who correct it.
 *
 * @param steps the steps that did not end with 0, at most {@value #STEPS}
 * @param tests the tests that failed
 */
public record Judgement(List<FailedStep> steps, FailedTests tests) {
  /** Steps that are shown. */
  public static final int STEPS = 20;

  /** Characters of a test's output that are shown. */
  static final int TEST_CHARACTERS = 2000;

  /** Of a longer test report or judge's report nothing is shown but what the other says. */
  static final long BLOB_BYTES = 1L << 20;

  public Judgement {
    steps = List.copyOf(steps);
  }

  /**
   * What failed; empty where the folder has no verifier report, or none that is read here.
   *
   * @param output whether the ends of output are read
   * @param memory asked before each file is read
   */
  public static Optional<Judgement> of(Path folder, boolean output, AnswerMemory memory) {
    SealedFiles files = new SealedFiles(folder, memory);
    try {
      return files
          .bytesWithin(FolderNames.VERIFIER_REPORT, SealedFiles.REPORT_BYTES)
          .map(bytes -> VerifierReport.fromJson(StrictJson.read(bytes)))
          .map(report -> of(files, report, output));
    } catch (UncheckedIOException | JsonFormatException e) {
      return Optional.empty();
    }
  }

  private static Judgement of(SealedFiles files, VerifierReport report, boolean output) {
    List<FailedStep> steps =
        report.steps().stream()
            .filter(step -> !step.ending().equals("EXITED") || step.exitCode() != 0)
            .limit(STEPS)
            .map(step -> failed(files.folder(), step, output))
            .toList();
    int total = 0;
    List<FailedTest> tests = new ArrayList<>();
    for (VerifiedStep step : report.steps()) {
      List<String> names = failedTests(files, step);
      total += names.size();
      List<String> shown = names.stream().limit(FailedTests.MOST - tests.size()).toList();
      Map<String, String> outputs = output && !shown.isEmpty() ? outputs(files, step) : Map.of();
      shown.forEach(name ->
          tests.add(
              new FailedTest(
                  step.id(),
                  Untrusted.of(name),
                  Optional.ofNullable(outputs.get(name))
                      .map(text -> new TestOutput(Untrusted.of(text)))
                      .orElse(null))));
    }
    return new Judgement(steps, new FailedTests(total, tests));
  }

  private static FailedStep failed(Path folder, VerifiedStep step, boolean output) {
    return new FailedStep(
        step.id(),
        step.ending(),
        step.exitCode(),
        step.millis(),
        output ? OutputTail.of(folder, step.stdout()) : null,
        output ? OutputTail.of(folder, step.stderr()) : null);
  }

  /** As the step's own report names them, else as the judge does. */
  private static List<String> failedTests(SealedFiles files, VerifiedStep step) {
    return step.tests()
        .map(results -> results.failed())
        .or(() -> step.judged().map(judged -> failedTests(files, judged)))
        .orElse(List.of());
  }

  private static List<String> failedTests(SealedFiles files, JudgedStep judged) {
    try {
      return blob(files, judged.reportSha256())
          .map(messages -> JudgeReport.read(messages, judged.key()))
          .map(report ->
              Stream.concat(report.tests().stream(), report.collectors().stream())
                  .filter(test -> test.outcome().failed())
                  .map(test -> test.id())
                  .sorted()
                  .toList())
          .orElse(List.of());
    } catch (JudgeReport.InvalidReportException e) {
      return List.of();
    }
  }

  private static Map<String, String> outputs(SealedFiles files, VerifiedStep step) {
    return step.tests()
        .flatMap(results -> blob(files, results.reportSha256()))
        .map(xml -> JunitFailures.of(xml, FailedTests.MOST, TEST_CHARACTERS))
        .orElse(Map.of());
  }

  private static Optional<byte[]> blob(SealedFiles files, String sha256) {
    if (!Digest.isHex(sha256)) {
      return Optional.empty();
    }
    try {
      return files.bytesWithin(FolderNames.blob(new Digest(sha256)), BLOB_BYTES);
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }
}
