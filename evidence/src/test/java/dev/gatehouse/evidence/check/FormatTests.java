package dev.gatehouse.evidence.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.attest.Statement;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.Reseal;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.folder.RunTerms;
import dev.gatehouse.evidence.folder.SampleRun;
import dev.gatehouse.evidence.folder.SealInputs;
import dev.gatehouse.evidence.folder.Sealing;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.report.ClosingFailure;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each version of the format has its own members and files, and no other's; for both checkers. */
@Requires(Requirement.TIME)
class FormatTests extends CheckedFolders {
  private static final Json.Obj LARGE = Json.object().put("path", "x".repeat(5000)).build();

  @ParameterizedTest
  @EnumSource
  void aFolderOfEachFormatIsWhole(FormatVersion format) throws Exception {
    Path folder = sealed(format);

    checks.find(folder);
    assertThat(RunEvidence.read(folder).run().format()).isEqualTo(format);
  }

  @Test
  void theSealNamesTheFormatOfTheGenesis() throws Exception {
    Path folder = sealed(FormatVersion.TWO);
    new Reseal(folder, KEYS).seal(RUN_ID, seal -> with(seal, "formatVersion", new Json.Str("1")));

    checks.find(folder, "SEAL_PREDICATE_WRONG");
  }

  @Test
  void noOtherFormatIsKnown() throws Exception {
    Path folder = sealed(FormatVersion.TWO);
    Path genesis = folder.resolve(FolderNames.RUN);
    String two = Files.readString(genesis);
    for (String other : new String[] {"3", "0", "2.0", "02", ""}) {
      Files.writeString(
          genesis, two.replace("\"formatVersion\":\"2\"", "\"formatVersion\":\"" + other + "\""));
      new Reseal(folder, KEYS).seal(RUN_ID, same -> same);

      checks.find(folder, "RUN_RECORD_MALFORMED");
    }
  }

  @Test
  void aFolderIsNotMovedToAnotherFormat() throws Exception {
    Path folder = sealed(FormatVersion.TWO);
    Path genesis = folder.resolve(FolderNames.RUN);
    Files.writeString(
        genesis,
        Files.readString(genesis)
            .replace("\"formatVersion\":\"2\"", "\"formatVersion\":\"1\"")
            .replaceFirst("\"opening\":\\{[^}]*},", ""));
    new Reseal(folder, KEYS).seal(RUN_ID, seal -> with(seal, "formatVersion", new Json.Str("1")));

    checks.find(folder, "JOURNAL_CHAIN_BROKEN");
  }

  @Test
  void formatOneHasNoOpening() throws Exception {
    Path folder = sealed(FormatVersion.ONE);
    rewriteGenesis(
        folder,
        "\"policySha256\"",
        "\"opening\":{\"key\":\"k\",\"requestSha256\":\""
            + "0".repeat(64)
            + "\"},\"policySha256\"");

    checks.find(folder, "RUN_RECORD_MALFORMED");
  }

  @Test
  void theScriptPrintsNoControlCharactersOfAFolder() throws Exception {
    Path folder = sealed(FormatVersion.TWO);
    rewriteGenesis(
        folder, "\"policySha256\"", "\"p\\\\nWHOLE \\\\u001b[2J\":\"\",\"policySha256\"");

    VerifyScript.Answer answer = checks.script().check(folder);

    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.lines())
        .allMatch(line -> line.matches("[A-Z_]+ [^\\p{Cntrl}]+"))
        .noneMatch(line -> line.startsWith("WHOLE"))
        .anyMatch(line -> line.contains("p\\x0aWHOLE \\x1b[2J"));
  }

  @Test
  void anOpeningHasANameAndADigestAndNothingElse() throws Exception {
    Path folder = sealed(FormatVersion.TWO);
    String whole = Files.readString(folder.resolve(FolderNames.RUN));
    for (String[] edit :
        new String[][] {
          {"\"key\":\"key-1\"", "\"key\":\"key 1\""},
          {"\"key\":\"key-1\"", "\"key\":\"\""},
          {"\"key\":\"key-1\",", ""},
          {"\"key\":\"key-1\"", "\"agent\":\"a\",\"key\":\"key-1\""},
          {"\"requestSha256\":\"[0-9a-f]{2}", "\"requestSha256\":\"0"}
        }) {
      Files.writeString(folder.resolve(FolderNames.RUN), whole);
      rewriteGenesis(folder, edit[0], edit[1]);

      checks.find(folder, "RUN_RECORD_MALFORMED");
    }
  }

  @Test
  void aLeaseHasAKeyInFormatTwoAlone() throws Exception {
    Json.Str key = new Json.Str("key-2");
    checks.find(edited(FormatVersion.TWO, "lease.taken", line -> line.put("key", key)));
    checks.find(
        edited(FormatVersion.ONE, "lease.taken", line -> line.put("key", key)),
        "JOURNAL_EVENT_MALFORMED");
  }

  private static void rewriteGenesis(Path folder, String part, String other) throws Exception {
    Path genesis = folder.resolve(FolderNames.RUN);
    String former = Files.readString(genesis);
    Files.writeString(genesis, former.replaceFirst(part, other));
    assertThat(Files.readString(genesis)).isNotEqualTo(former);
    new Reseal(folder, KEYS).seal(RUN_ID, same -> same);
  }

  @Test
  void formatOneHasNoRequestByReference() throws Exception {
    Path folder = edited(FormatVersion.ONE, "call.refused", line -> refer(line, LARGE, true));
    blob(folder, LARGE);
    checks.find(folder, "JOURNAL_EVENT_MALFORMED");
    assertThatThrownBy(() -> RunEvidence.read(folder)).isInstanceOf(JsonFormatException.class);
  }

  @Test
  void formatOneKeepsLargeRequestsInTheirEvents() throws Exception {
    checks.find(edited(FormatVersion.ONE, "call.refused", line -> line.put("request", LARGE)));
  }

  @Test
  void formatTwoReadsARequestByReference() throws Exception {
    Path kept = edited(FormatVersion.TWO, "call.refused", line -> refer(line, LARGE, true));
    checks.find(kept, "CONTENT_MISSING");
    blob(kept, LARGE);
    checks.find(kept);
  }

  @Test
  void aRefusedRequestNeedNotBeKept() throws Exception {
    checks.find(edited(FormatVersion.TWO, "call.refused", line -> refer(line, LARGE, false)));
  }

  @Test
  void theRequestOfACallThatWasDoneIsKept() throws Exception {
    malformed("call.intent", line -> refer(line, LARGE, false));
  }

  @Test
  void aRequestIsThereOnceAndInTheFormOfItsSize() throws Exception {
    malformed("call.intent", line -> line.put("requestRef", reference(LARGE, true)));
    malformed("call.intent", line -> line.remove("request"));
    malformed("call.refused", line -> line.put("request", LARGE));
    Json.Obj small = Json.object().put("path", "x".repeat(4096 - 11)).build();
    assertThat(small.canonical()).hasSize(4096);
    malformed("call.refused", line -> refer(line, small, false));
    checks.find(edited(FormatVersion.TWO, "call.refused", line -> line.put("request", small)));
  }

  @Test
  void aReferenceHasItsThreeMembersOfTheirTypes() throws Exception {
    for (Json wrong :
        new Json[] {
          Reseal.with(reference(LARGE, false), "kept", new Json.Str("true")),
          Reseal.with(reference(LARGE, false), "kept", new Json.Int(1)),
          Reseal.with(reference(LARGE, false), "bytes", new Json.Bool(true)),
          Reseal.with(reference(LARGE, false), "bytes", new Json.Int(-1)),
          Reseal.with(reference(LARGE, false), "sha256", new Json.Str("0")),
          Reseal.with(reference(LARGE, false), "extra", new Json.Int(1)),
          new Json.Str(Digest.of(LARGE.canonical()).hex())
        }) {
      malformed(
          "call.refused",
          line -> {
            line.remove("request");
            line.put("requestRef", wrong);
          });
    }
  }

  @Test
  void formatOneHasNoFailureOfClosing() throws Exception {
    Path folder = sealed(FormatVersion.ONE);
    Files.write(folder.resolve(FolderNames.FAILURE), failure().toJson().canonical());
    new Reseal(folder, KEYS).seal(RUN_ID, same -> same);

    checks.find(folder, "ENTRY_UNEXPECTED");
    assertThatThrownBy(() -> RunEvidence.read(folder).failure())
        .isInstanceOf(JsonFormatException.class);
  }

  @Test
  void aRunWhoseClosingFailedNeedsNeitherDiffNorGateReport() throws Exception {
    for (RunStatus status : RunStatus.values()) {
      Path folder = failed(status);
      checks.find(folder);
      assertThat(FolderCheck.check(folder, KEYS.trust()).verdict()).contains("FAILED");
      assertThat(RunEvidence.read(folder).failure()).contains(failure());
    }
  }

  @Test
  void aRunWhoseClosingFailedDidNotPass() throws Exception {
    Path folder = sealed(FormatVersion.TWO);
    Files.write(folder.resolve(FolderNames.FAILURE), failure().toJson().canonical());
    new Reseal(folder, KEYS).seal(RUN_ID, seal -> with(seal, "verdict", new Json.Str("FAILED")));

    checks.find(folder, "REPORT_MALFORMED");
    new Reseal(folder, KEYS).seal(RUN_ID, seal -> with(seal, "verdict", new Json.Str("PASSED")));
    checks.find(folder, "REPORT_MALFORMED", "SEAL_PREDICATE_WRONG");
  }

  @Test
  void withoutAFailureNothingMayBeMissing() throws Exception {
    Path folder = failed(RunStatus.COMPLETED);
    Files.delete(folder.resolve(FolderNames.FAILURE));
    new Reseal(folder, KEYS).seal(RUN_ID, same -> same);

    checks.find(folder, "FILE_MISSING", "SEAL_PREDICATE_WRONG");
  }

  @Test
  void aFailureHasACodeAReasonAndAStep() throws Exception {
    for (String wrong :
        new String[] {
          "{}",
          "{\"code\":\"X\",\"reason\":\"r\"}",
          "{\"code\":\"x\",\"reason\":\"r\",\"step\":\"diff\"}",
          "{\"code\":\"X\",\"reason\":1,\"step\":\"diff\"}",
          "{\"code\":\"X\",\"extra\":1,\"reason\":\"r\",\"step\":\"diff\"}",
          "{\"code\":\"X\",\"reason\":\"r\",\"step\":\"\"}"
        }) {
      Path folder = failed(RunStatus.CRASHED);
      Files.writeString(folder.resolve(FolderNames.FAILURE), wrong);
      new Reseal(folder, KEYS).seal(id(folder), same -> same);

      checks.find(folder, "REPORT_MALFORMED");
    }
  }

  @Test
  void aFailedClosingIsSealedAsFailedAlone() {
    try (OpenFolder folder = SampleRun.open(staging, RUN_ID)) {
      SampleRun.finish(folder);
      folder.writeData("failure.json", failure().toJson().canonical());
      folder.checkpoint(KEYS);
      folder.writeData("gate_report.json", SampleRun.gateReport("PASSED"));

      assertThatThrownBy(
              () -> Sealing.seal(folder, KEYS, SampleRun.facts(SealInputs.Verdict.PASSED), runs))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private int made;

  private Path failed(RunStatus status) throws IOException {
    String runId = "failed-" + made++;
    try (OpenFolder folder = SampleRun.open(staging, runId)) {
      SampleRun.end(folder, status);
      folder.writeData("tree.json", SampleRun.RESULT.toJson().canonical());
      folder.writeData("failure.json", failure().toJson().canonical());
      folder.checkpoint(KEYS);
      SealInputs facts =
          new SealInputs(
              status,
              SealInputs.Verdict.FAILED,
              Optional.empty(),
              Optional.of(SampleRun.RESULT.gitTree()),
              SampleRun.START.plusSeconds(9));
      return Sealing.seal(folder, KEYS, facts, runs).path();
    }
  }

  private static ClosingFailure failure() {
    return new ClosingFailure("DIFF_TOO_LARGE", "The diff is larger than it may be.", "diff");
  }

  private static String id(Path folder) {
    return folder.getFileName().toString();
  }

  private Path sealed(FormatVersion format) {
    return sealed(format, RUN_ID);
  }

  private Path sealed(FormatVersion format, String runId) {
    OpenFolder open =
        OpenFolder.create(staging, SampleRun.record(format, runId), RunTerms.of(SampleRun.POLICY));
    return SampleRun.seal(SampleRun.fill(open), SampleRun.DIFF, runs, KEYS).path();
  }

  private void malformed(String kind, Consumer<Map<String, Json>> edit) throws Exception {
    Path folder = edited(FormatVersion.TWO, kind, edit);
    blob(folder, LARGE);
    checks.find(folder, "JOURNAL_EVENT_MALFORMED");
    assertThatThrownBy(() -> RunEvidence.read(folder)).isInstanceOf(JsonFormatException.class);
  }

  /** A folder whose first event of a kind was changed before the keys signed it. */
  private Path edited(FormatVersion format, String kind, Consumer<Map<String, Json>> edit)
      throws IOException {
    Path folder = sealed(format, "edited-" + made++);
    Reseal reseal = new Reseal(folder, KEYS);
    reseal.lines(kind, edit);
    reseal.journal(id(folder));
    reseal.seal(id(folder), same -> same);
    return folder;
  }

  private static void refer(Map<String, Json> line, Json.Obj request, boolean kept) {
    line.remove("request");
    line.put("requestRef", reference(request, kept));
  }

  private static Json.Obj reference(Json.Obj request, boolean kept) {
    byte[] canonical = request.canonical();
    return Json.object()
        .put("sha256", Digest.of(canonical).hex())
        .put("bytes", canonical.length)
        .put("kept", kept)
        .build();
  }

  private static void blob(Path folder, Json.Obj request) throws IOException {
    byte[] canonical = request.canonical();
    Path blob = folder.resolve(FolderNames.blob(Digest.of(canonical)));
    Files.createDirectories(blob.getParent());
    Files.writeString(blob, new String(canonical, UTF_8));
    new Reseal(folder, KEYS).seal(id(folder), same -> same);
  }

  private static Statement with(Statement statement, String member, Json value) {
    return new Statement(
        statement.subjects(),
        statement.predicateType(),
        Reseal.with(statement.predicate(), member, value));
  }
}
