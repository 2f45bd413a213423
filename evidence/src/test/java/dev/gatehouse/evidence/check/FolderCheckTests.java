package dev.gatehouse.evidence.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.SampleRun;
import dev.gatehouse.evidence.folder.SealInputs;
import dev.gatehouse.evidence.folder.SealedFolder;
import dev.gatehouse.evidence.folder.Sealing;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.keys.SigningKeys;
import dev.gatehouse.evidence.keys.TrustStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCheckTests {
  private static final SigningKeys KEYS = SigningKeys.generate();

  @TempDir Path data;
  private Path staging;
  private Path runs;
  private VerifyScript script;

  @BeforeEach
  void makeDirectories() throws IOException {
    staging = Files.createDirectory(data.resolve("staging"));
    runs = Files.createDirectory(data.resolve("runs"));
    script = new VerifyScript(trustFile("trust.json", KEYS.trust()));
  }

  @Test
  void anHonestFolderIsWhole() throws Exception {
    SealedFolder sealed = SampleRun.sealed(staging, runs, "run-1", KEYS);
    CheckReport report = FolderCheck.check(sealed.path(), KEYS.trust());
    assertThat(report.findings()).isEmpty();
    assertThat(report.runId()).contains("run-1");
    assertThat(report.status()).contains("COMPLETED");
    assertThat(report.verdict()).contains("PASSED");
    assertThat(report.sealSha256()).contains(sealed.sealSha256());
    VerifyScript.Answer answer = script.check(sealed.path());
    assertThat(answer.lines()).containsExactly("WHOLE run-1 COMPLETED PASSED");
    assertThat(answer.exit()).isZero();
  }

  @Test
  void anHonestFolderWithoutVerdictIsWhole() throws Exception {
    for (boolean withTree : new boolean[] {false, true}) {
      String runId = withTree ? "run-tree" : "run-bare";
      SealedFolder sealed = crashed(runId, withTree);
      assertThat(FolderCheck.check(sealed.path(), KEYS.trust()).findings()).isEmpty();
      assertThat(script.check(sealed.path()).lines())
          .containsExactly("WHOLE " + runId + " CRASHED NONE");
    }
  }

  @Test
  void anHonestFolderThatFailedIsWhole() throws Exception {
    try (OpenFolder folder = SampleRun.open(staging, "run-1")) {
      SampleRun.finish(folder);
      folder.checkpoint(KEYS);
      folder.writeData("gate_report.json", SampleRun.gateReport("FAILED"));
      SealedFolder sealed =
          Sealing.seal(folder, KEYS, SampleRun.facts(SealInputs.Verdict.FAILED), runs);
      assertThat(FolderCheck.check(sealed.path(), KEYS.trust()).findings()).isEmpty();
      assertThat(script.check(sealed.path()).lines())
          .containsExactly("WHOLE run-1 COMPLETED FAILED");
    }
  }

  @Test
  void keysComeFromTheOneWhoChecks() throws Exception {
    SealedFolder sealed = SampleRun.sealed(staging, runs, "run-1", KEYS);
    TrustStore other = SigningKeys.generate().trust();
    assertCodes(
        sealed.path(),
        other,
        CheckCode.ENVELOPE_KEY_UNTRUSTED,
        CheckCode.CHECKPOINT_SIGNATURE_WRONG,
        CheckCode.ENVELOPE_KEY_UNTRUSTED);
    TrustStore swapped =
        new TrustStore(
            List.of(
                new TrustStore.EnvelopeKey(
                    KEYS.envelope().publicKey(),
                    List.of(KEYS.trust().envelopeKeys().getFirst().issuers().getLast()))),
            KEYS.trust().checkpointKeys());
    assertCodes(sealed.path(), swapped, CheckCode.ISSUER_UNTRUSTED);
    TrustStore elsewhere =
        new TrustStore(
            KEYS.trust().envelopeKeys(),
            List.of(
                new TrustStore.CheckpointKey(KEYS.checkpoint().publicKey(), "other.dev/runs/")));
    assertThat(codes(sealed.path(), elsewhere)).containsExactly(CheckCode.CHECKPOINT_KEY_UNTRUSTED);
    assertThat(script(elsewhere).check(sealed.path()).exit()).isOne();
  }

  @Test
  void aFolderThatIsNotThereIsAFinding() throws Exception {
    assertCodes(data.resolve("nowhere"), KEYS.trust(), CheckCode.FOLDER_UNREADABLE);
    assertThat(codes(data.resolve("trust.json"), KEYS.trust()))
        .containsExactly(CheckCode.FOLDER_UNREADABLE);
  }

  @Test
  void everyCodeIsInTheSpecification() throws IOException {
    String specification = Files.readString(Path.of("../docs/run-folder.md"));
    for (CheckCode code : CheckCode.values()) {
      assertThat(specification).containsPattern("\\b" + code + "\\b");
    }
  }

  private void assertCodes(Path folder, TrustStore trust, CheckCode... codes) throws Exception {
    assertThat(codes(folder, trust)).containsExactly(codes);
    VerifyScript.Answer answer = script(trust).check(folder);
    assertThat(answer.exit()).isOne();
    assertThat(answer.lines().stream().map(line -> line.split(" ")[0]))
        .containsExactlyInAnyOrderElementsOf(List.of(codes).stream().map(Enum::name).toList());
  }

  private static List<CheckCode> codes(Path folder, TrustStore trust) {
    return FolderCheck.check(folder, trust).findings().stream().map(FolderFinding::code).toList();
  }

  private VerifyScript script(TrustStore trust) throws IOException {
    return new VerifyScript(trustFile("other.json", trust));
  }

  private Path trustFile(String name, TrustStore trust) throws IOException {
    return Files.write(data.resolve(name), trust.toJson().canonical());
  }

  private SealedFolder crashed(String runId, boolean withTree) {
    try (OpenFolder folder = SampleRun.open(staging, runId)) {
      SampleRun.end(folder, RunStatus.CRASHED);
      if (withTree) {
        folder.writeData("tree.json", SampleRun.RESULT.toJson().canonical());
        folder.writeData("diff.patch", new byte[0]);
      }
      folder.checkpoint(KEYS);
      SealInputs facts =
          new SealInputs(
              RunStatus.CRASHED,
              SealInputs.Verdict.NONE,
              Optional.empty(),
              withTree ? Optional.of(SampleRun.RESULT.gitTree()) : Optional.empty(),
              SampleRun.START);
      return Sealing.seal(folder, KEYS, facts, runs);
    }
  }
}
