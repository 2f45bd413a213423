package dev.gatehouse.controlplane.runs.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.controlplane.api.request.Untrusted;
import dev.gatehouse.controlplane.runs.outcome.FailedTests.FailedTest;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.report.TestResults;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifiedStep.StepOutput;
import dev.gatehouse.evidence.report.VerifierReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgementTests {
  private static final GitId TREE = new GitId("1".repeat(40));

  @TempDir Path folder;

  private Digest blob(byte[] content) throws IOException {
    Digest sha256 = Digest.of(content);
    Path file = folder.resolve(FolderNames.blob(sha256));
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.write(file, content);
    return sha256;
  }

  private StepOutput printed(byte[] content) throws IOException {
    String sha256 = blob(content).hex();
    return new StepOutput(sha256, content.length, sha256, false);
  }

  private VerifiedStep step(String id, long exitCode, byte[] stdout, Optional<TestResults> tests)
      throws IOException {
    return new VerifiedStep(
        id,
        List.of("true"),
        "EXITED",
        exitCode,
        true,
        5,
        printed(stdout),
        printed(new byte[0]),
        tests,
        Optional.empty(),
        Json.object().build());
  }

  private void report(List<VerifiedStep> steps) throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Files.write(
        folder.resolve(FolderNames.VERIFIER_REPORT),
        new VerifierReport(TREE, TREE, List.of(), steps).toJson().canonical());
  }

  private Judgement shown(boolean output) {
    return Judgement.of(folder, output, _ -> {}).orElseThrow();
  }

  @Test
  void stepsThatFailedAreShownWithTheEndOfTheirOutput() throws IOException {
    String text = "first line\n" + "é".repeat(3000) + " last line\n";
    report(
        List.of(
            step("good", 0, "fine".getBytes(UTF_8), Optional.empty()),
            step("bad", 2, text.getBytes(UTF_8), Optional.empty())));

    FailedStep failed = shown(true).steps().getFirst();

    assertThat(shown(true).steps()).hasSize(1);
    assertThat(failed.id()).isEqualTo("bad");
    assertThat(failed.exitCode()).isEqualTo(2);
    OutputTail tail = Objects.requireNonNull(failed.stdout());
    assertThat(tail.untrusted().text()).endsWith("é last line\n").startsWith("é");
    assertThat(Objects.requireNonNull(tail.untrusted().text()).getBytes(UTF_8).length)
        .isBetween(OutputTail.MOST - 1, OutputTail.MOST);
    assertThat(tail.truncated()).isTrue();
    assertThat(tail.bytes()).isEqualTo(text.getBytes(UTF_8).length);
    assertThat(failed.stderr()).isEqualTo(new OutputTail(Untrusted.of(""), 0, false));
  }

  @Test
  void outputThatIsNoTextIsShownInBase64() throws IOException {
    report(List.of(step("bad", 1, new byte[] {(byte) 0xff, 0}, Optional.empty())));

    assertThat(Objects.requireNonNull(shown(true).steps().getFirst().stdout()).untrusted())
        .isEqualTo(new Untrusted(null, "/wA="));
  }

  @Test
  void failedTestsAreShownWithWhatTheirReportSays() throws IOException {
    String xml =
        "<testsuite><testcase classname='t' name='b'><failure message='7 is not 4'/></testcase></testsuite>";
    TestResults results =
        new TestResults(
            blob(xml.getBytes(UTF_8)).hex(), List.of("t::a"), List.of("t::b", "t::c"), List.of());
    report(List.of(step("tests", 1, new byte[0], Optional.of(results))));

    assertThat(shown(true).tests().total()).isEqualTo(2);
    assertThat(shown(true).tests().first())
        .containsExactly(
            new FailedTest(
                "tests",
                Untrusted.of("t::b"),
                new FailedTests.TestOutput(Untrusted.of("7 is not 4"))),
            new FailedTest("tests", Untrusted.of("t::c"), null));
  }

  @Test
  void withoutOutputThereAreNamesAlone() throws IOException {
    TestResults results =
        new TestResults(blob(new byte[0]).hex(), List.of(), List.of("t::b"), List.of());
    report(List.of(step("tests", 1, "secret".getBytes(UTF_8), Optional.of(results))));

    assertThat(shown(false).steps())
        .containsExactly(new FailedStep("tests", "EXITED", 1, 5, null, null));
    assertThat(shown(false).tests().first())
        .containsExactly(new FailedTest("tests", Untrusted.of("t::b"), null));
  }

  @Test
  void manyAreCountedAndTheFirstAreShown() throws IOException {
    List<String> names =
        IntStream.range(0, FailedTests.MOST + 5).mapToObj(i -> "t::" + (1000 + i)).toList();
    Optional<TestResults> results =
        Optional.of(new TestResults(blob(new byte[0]).hex(), List.of(), names, List.of()));
    List<VerifiedStep> steps =
        IntStream.range(0, Judgement.STEPS + 3)
            .mapToObj(i -> {
              try {
                return step("s" + i, 1, new byte[0], results);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            })
            .toList();
    report(steps);

    assertThat(shown(true).steps()).hasSize(Judgement.STEPS);
    assertThat(shown(true).tests().total())
        .isEqualTo((Judgement.STEPS + 3) * (FailedTests.MOST + 5));
    assertThat(shown(true).tests().first()).hasSize(FailedTests.MOST);
  }

  @Test
  void reportThatIsMissingMalformedOrTooLongIsLeftToTheFolder() throws IOException {
    assertThat(Judgement.of(folder, true, _ -> {})).isEmpty();
    report(List.of());
    Files.write(folder.resolve(FolderNames.VERIFIER_REPORT), "{".getBytes(UTF_8));
    assertThat(Judgement.of(folder, true, _ -> {})).isEmpty();
    Files.write(
        folder.resolve(FolderNames.VERIFIER_REPORT), new byte[(int) SealedFiles.REPORT_BYTES + 1]);
    assertThat(Judgement.of(folder, true, _ -> {})).isEmpty();
  }

  @Test
  void memoryIsAskedForBeforeAFileIsRead() throws IOException {
    report(List.of());

    assertThatThrownBy(() ->
            Judgement.of(
                folder,
                true,
                bytes -> {
                  throw new IllegalStateException("no memory for " + bytes);
                }))
        .hasMessage("no memory for " + Files.size(folder.resolve(FolderNames.VERIFIER_REPORT)));
  }
}
