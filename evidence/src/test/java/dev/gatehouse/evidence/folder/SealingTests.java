package dev.gatehouse.evidence.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.attest.Dsse;
import dev.gatehouse.evidence.attest.Statement;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingTests {
  private static final SigningKeys KEYS = SigningKeys.generate();

  @TempDir Path data;
  private Path staging;
  private Path runs;

  @BeforeEach
  void makeDirectories() throws IOException {
    staging = Files.createDirectory(data.resolve("staging"));
    runs = Files.createDirectory(data.resolve("runs"));
  }

  @Test
  void aSealedRunLiesAmongTheSealedOnesAlone() throws Exception {
    SealedFolder sealed = SampleRun.sealed(staging, runs, "run-1", KEYS);
    assertThat(sealed.path()).isEqualTo(runs.resolve("run-1"));
    assertThat(sealed.sealSha256())
        .isEqualTo(Digest.of(Files.readAllBytes(sealed.path().resolve("seal.dsse.json"))));
    assertThat(staging).isEmptyDirectory();
    assertThat(sealed.path().resolve("tmp")).doesNotExist();
    Process sums =
        new ProcessBuilder(
                "bash",
                "-c",
                "sha256sum -c --strict --quiet tagmanifest-sha256.txt manifest-sha256.txt && "
                    + "diff <(find data -type f | LC_ALL=C sort) <(cut -c67- manifest-sha256.txt)")
            .directory(sealed.path().toFile())
            .start();
    assertThat(new String(sums.getInputStream().readAllBytes(), UTF_8)).isEmpty();
    assertThat(sums.waitFor()).isZero();
  }

  @Test
  void theSealNamesTheManifestsTheDiffAndTheTree() throws IOException {
    SealedFolder sealed = SampleRun.sealed(staging, runs, "run-1", KEYS);
    Dsse envelope = Dsse.read(Files.readAllBytes(sealed.path().resolve("seal.dsse.json")));
    assertThat(envelope.isOf(KEYS.envelope().publicKey())).isTrue();
    Statement statement = Statement.read(envelope.payload());
    assertThat(statement.subjects())
        .extracting(Statement.Subject::name)
        .containsExactly(
            "tagmanifest-sha256.txt", "manifest-sha256.txt", "data/diff.patch", "result-tree");
    assertThat(statement.predicate().string("verdict")).isEqualTo("PASSED");
    assertThat(statement.predicate().object("journal").integer("entries")).isEqualTo(12);
  }

  @Test
  void aRunThatStoppedAfterItsSealIsMoved() throws IOException {
    SealedFolder sealed = SampleRun.sealed(staging, runs, "run-1", KEYS);
    Files.move(sealed.path(), staging.resolve("run-1"));
    Files.createDirectory(staging.resolve("run-1/tmp"));
    Files.writeString(staging.resolve("run-1/tmp/3"), "half");
    assertThat(Sealing.finish(staging, "run-1", runs)).contains(sealed);
    assertThat(Sealing.finish(staging, "run-1", runs)).as("moved already").contains(sealed);
    assertThat(Sealing.finish(staging, "run-2", runs)).isEmpty();
    assertThat(sealed.path().resolve("tmp")).doesNotExist();
  }

  @Test
  void aRunWithoutGatesIsSealedWithoutVerdict() {
    try (OpenFolder folder = SampleRun.open(staging, "run-1")) {
      SampleRun.end(folder, RunStatus.CRASHED);
      folder.checkpoint(KEYS);
      SealInputs facts =
          new SealInputs(
              RunStatus.CRASHED,
              SealInputs.Verdict.NONE,
              Optional.empty(),
              Optional.empty(),
              SampleRun.START);
      SealedFolder sealed = Sealing.seal(folder, KEYS, facts, runs);
      assertThat(sealed.path().resolve("attestations")).doesNotExist();
    }
  }

  @Test
  void aFolderThatSaysOtherwiseIsNotSealed() {
    try (OpenFolder folder = SampleRun.open(staging, "run-1")) {
      SampleRun.finish(folder);
      folder.writeData("gate_report.json", SampleRun.gateReport("FAILED"));
      SealInputs failed = SampleRun.facts(SealInputs.Verdict.FAILED);
      assertThatIllegalStateException().isThrownBy(() -> seal(folder, otherTree(failed)));
      folder.checkpoint(KEYS);
      folder.checkpoint(KEYS);
      assertThatIllegalStateException()
          .isThrownBy(() -> seal(folder, SampleRun.facts(SealInputs.Verdict.PASSED)));
      assertThatIllegalStateException().isThrownBy(() -> seal(folder, otherTree(failed)));
      assertThatIllegalStateException()
          .isThrownBy(() ->
              seal(
                  folder,
                  new SealInputs(
                      RunStatus.CRASHED,
                      failed.verdict(),
                      failed.gateReportSha256(),
                      failed.resultTree(),
                      failed.sealedAt())));
      assertThat(seal(folder, failed).path()).isDirectory();
    }
  }

  private SealedFolder seal(OpenFolder folder, SealInputs facts) {
    return Sealing.seal(folder, KEYS, facts, runs);
  }

  private static SealInputs otherTree(SealInputs facts) {
    return new SealInputs(
        facts.status(),
        facts.verdict(),
        facts.gateReportSha256(),
        Optional.of(new GitId("9".repeat(40))),
        facts.sealedAt());
  }
}
