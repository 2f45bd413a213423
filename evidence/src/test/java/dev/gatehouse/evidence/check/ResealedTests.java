package dev.gatehouse.evidence.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.GitRepository;
import dev.gatehouse.evidence.attest.Statement;
import dev.gatehouse.evidence.attest.Statement.Subject;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.Reseal;
import dev.gatehouse.evidence.folder.RunTerms;
import dev.gatehouse.evidence.folder.SampleRun;
import dev.gatehouse.evidence.folder.SealedFolder;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Folders that the right keys signed and that are wrong all the same; both checkers say why. */
@Requires(Requirement.TIME)
class ResealedTests extends CheckedFolders {

  private Path folder;
  private Reseal reseal;

  @BeforeEach
  void sealOneRun() {
    folder = SampleRun.sealed(staging, runs, RUN_ID, KEYS).path();
    reseal = new Reseal(folder, KEYS);
  }

  @Test
  void whatIsSealedAnewWithoutChangeIsWhole() throws Exception {
    reseal.journal(RUN_ID);
    reseal.seal(RUN_ID, same -> same);
    assertBoth();
  }

  @Test
  void theJournalIsCanonicalCountedAndChained() throws Exception {
    journal(text -> text.replace("\"key-c2\"", "\"key-\\u00632\""), "JOURNAL_MALFORMED");
    journal(text -> text.substring(0, text.length() - 1), "JOURNAL_MALFORMED");
    journal(text -> text.replace("\"key-c2\"", "\"key-c9\""), "JOURNAL_CHAIN_BROKEN");
    journal(text -> text.replace("\"seq\":0}", "\"seq\":1}"), "JOURNAL_SEQ_BROKEN");
    journal(ResealedTests::withoutLastLine, "JOURNAL_NOT_ENDED");
    journal(
        text -> lastLine(text, "\"kind\"", "\"key\":\"k\",\"kind\""), "JOURNAL_EVENT_MALFORMED");
    journal(text -> lastLine(text, "run.end", "run.over"), "JOURNAL_EVENT_MALFORMED");
    journal(text -> lastLine(text, "COMPLETED", "CRASHED"), "SEAL_PREDICATE_WRONG");
    journal(text -> "", "JOURNAL_NOT_ENDED");
  }

  @Test
  void theCheckpointIsOfThisJournal() throws Exception {
    Path note = folder.resolve(FolderNames.CHECKPOINT);
    byte[] honest = Files.readAllBytes(note);
    Path other = SampleRun.sealed(staging, runs, "run-2", KEYS).path();
    Files.copy(other.resolve(FolderNames.CHECKPOINT), note, REPLACE);
    sealed("CHECKPOINT_ORIGIN_WRONG", "CHECKPOINT_ROOT_WRONG");
    Files.writeString(note, new String(honest, UTF_8).replace("\n12\n", "\n11\n"));
    sealed("CHECKPOINT_SIZE_WRONG", "CHECKPOINT_SIGNATURE_WRONG");
    Files.writeString(note, new String(honest, UTF_8) + "\n");
    sealed("CHECKPOINT_MALFORMED");
  }

  @Test
  void documentsHaveTheirFormAndTheirDigests() throws Exception {
    document(FolderNames.POLICY, t -> t.replace("default", "lenient"), "POLICY_CHANGED");
    document(FolderNames.TREE, t -> t.replace("100755", "100644"), "TREE_ID_WRONG");
    document(
        FolderNames.TREE,
        t -> t.replace("\"pathHex\":\"62ff\"", "\"path\":\"../b\""),
        "TREE_MALFORMED");
    document(FolderNames.TREE, t -> t.replace("62ff", "6263"), "TREE_MALFORMED");
    document(
        FolderNames.TREE, t -> t.replace("{\"files\"", "{\"extra\":1,\"files\""), "TREE_MALFORMED");
    document(FolderNames.TREE, t -> t.replace("{\"files\"", "{ \"files\""), "JSON_MALFORMED");
    document(FolderNames.GATE_REPORT, t -> t.replace("PASSED", "MAYBE"), "REPORT_MALFORMED");
    document(FolderNames.GATE_REPORT, t -> t.replace("PASSED", "FAILED"), "SEAL_PREDICATE_WRONG");
    document(FolderNames.GATE_REPORT, t -> t.replace("\"PASS\"", "\"FAIL\""), "VSA_RESULT_WRONG");
    document(
        FolderNames.GATE_REPORT, t -> t.replace("verification", "isolation"), "VSA_LEVELS_WRONG");
    document(
        FolderNames.VERIFIER_REPORT, t -> t.replace("\"steps\"", "\"step\""), "REPORT_MALFORMED");
    document(FolderNames.RUN, t -> t.replace("\"agent\"", "\"Agent\""), "RUN_RECORD_MALFORMED");
    document(FolderNames.RUN, t -> "{}", "RUN_RECORD_MALFORMED");
    document(FolderNames.TREE, t -> "{}", "TREE_MALFORMED");
    document(FolderNames.GATE_REPORT, t -> "{}", "REPORT_MALFORMED");
    document(FolderNames.RUN, t -> t.replace("mend", "break"), "JOURNAL_CHAIN_BROKEN");
    document(FolderNames.DIFF, t -> t + "x", "SEAL_SUBJECTS_WRONG");
    document(FolderNames.ENVELOPE_KEY, t -> t + "\n", "KEY_FILE_WRONG");
    document(FolderNames.CHECKPOINT_VKEY, t -> t.replace("+", "-"), "KEY_FILE_WRONG");
    document(FolderNames.BAGIT, t -> t.replace("1.0", "0.9"), "BAG_TEXT_WRONG");
  }

  @Test
  void contentIsThereUnderItsName() throws Exception {
    Path blob = folder.resolve(FolderNames.blob(Digest.of(SampleRun.LARGE)));
    Files.writeString(blob, "other");
    sealed("BLOB_CHANGED");
    Files.delete(blob);
    Files.delete(blob.getParent());
    sealed("CONTENT_MISSING");
    Path output = folder.resolve(FolderNames.blob(Digest.of(SampleRun.OUTPUT)));
    Files.delete(output);
    Files.delete(output.getParent());
    Files.delete(folder.resolve(FolderNames.BLOBS));
    Files.delete(folder.resolve("data/blobs"));
    sealed("CONTENT_MISSING");
  }

  @Test
  void aVerdictComesWithItsReportAndItsTree() throws Exception {
    for (String name : List.of(FolderNames.VERIFIER_REPORT, FolderNames.VSA, FolderNames.DIFF)) {
      byte[] bytes = Files.readAllBytes(folder.resolve(name));
      Files.delete(folder.resolve(name));
      if (name.equals(FolderNames.VSA)) {
        Files.delete(folder.resolve("attestations"));
      }
      sealed("FILE_MISSING");
      Files.createDirectories(folder.resolve(name).getParent());
      Files.write(folder.resolve(name), bytes);
    }
  }

  @Test
  void theSealSaysWhatTheFolderDoes() throws Exception {
    for (String member : List.of("runId", "status", "verdict", "genesisSha256", "policySha256")) {
      reseal.seal(RUN_ID, seal -> with(seal, member, new Json.Str("0".repeat(64))));
      assertBoth("SEAL_PREDICATE_WRONG");
      sealOtherRun(member);
    }
    reseal.seal(RUN_ID, seal -> with(seal, "extra", new Json.Bool(true)));
    assertBoth("SEAL_PREDICATE_WRONG");
    reseal.seal(
        RUN_ID,
        seal ->
            new Statement(seal.subjects().subList(0, 3), seal.predicateType(), seal.predicate()));
    assertBoth("SEAL_SUBJECTS_WRONG", "SEAL_PREDICATE_WRONG");
  }

  /** One folder for each step of verifying a summary; the signature's is in the tamper tests. */
  @Test
  void theVerdictIsVerifiedStepByStep() throws Exception {
    Statement honest = reseal.statement(FolderNames.VSA);
    Subject other = Subject.resultTree(new GitId("9".repeat(40)));
    verdict(
        new Statement(List.of(other), honest.predicateType(), honest.predicate()),
        "VSA_SUBJECTS_WRONG");
    verdict(
        new Statement(honest.subjects(), "https://example.org/v1", honest.predicate()),
        "PREDICATE_TYPE_WRONG");
    Json elsewhere = Json.object().put("id", "https://gatehouse.dev/gateway").build();
    verdict(with(honest, "verifier", elsewhere), "ISSUER_UNTRUSTED");
    verdict(
        with(honest, "resourceUri", new Json.Str("gatehouse:repository/x")), "VSA_RESOURCE_WRONG");
    verdict(with(honest, "verificationResult", new Json.Str("FAILED")), "VSA_RESULT_WRONG");
    verdict(
        with(honest, "verifiedLevels", Json.Arr.ofStrings(List.of("SLSA_SOURCE_LEVEL_3"))),
        "VSA_LEVELS_WRONG");
    verdict(with(honest, "slsaVersion", new Json.Str("1.1")), "VSA_PREDICATE_WRONG");
    verdict(with(honest, "verifier", new Json.Str("x")), "STATEMENT_MALFORMED");
    reseal.sign(FolderNames.VSA, honest);
    Files.copy(folder.resolve(FolderNames.SEAL), folder.resolve(FolderNames.VSA), REPLACE);
    sealed("STATEMENT_MALFORMED");
  }

  @Test
  void partsOfAnotherRunDoNotFit() throws Exception {
    Path other = SampleRun.sealed(staging, runs, "run-2", KEYS).path();
    Files.copy(other.resolve(FolderNames.JOURNAL), folder.resolve(FolderNames.JOURNAL), REPLACE);
    sealed("JOURNAL_CHAIN_BROKEN");
    Files.copy(other.resolve(FolderNames.RUN), folder.resolve(FolderNames.RUN), REPLACE);
    sealed("CHECKPOINT_ORIGIN_WRONG");
  }

  @Test
  void withARepositoryThePatchMustLeadToTheResult() throws Exception {
    GitRepository git = GitRepository.init(Files.createDirectory(data.resolve("git")));
    for (byte[] content : List.of(SampleRun.OLD, SampleRun.NEW, SampleRun.LARGE, SampleRun.CI)) {
      git.run(content, "hash-object", "-w", "--stdin");
    }
    git.run("ls\n".getBytes(UTF_8), "hash-object", "-w", "--stdin");
    git.run(new byte[] {1, 2}, "hash-object", "-w", "--stdin");
    git.stage(SampleRun.RESULT);
    String result = git.run("write-tree");
    git.stage(SampleRun.BASE);
    String base = git.run("commit-tree", "-m", "base", git.run("write-tree"));
    byte[] diff =
        git.bytes(new byte[0], "diff", "--binary", "--full-index", "--no-renames", base, result);
    Path honest = sealedWith("run-3", base, diff);
    Path empty = sealedWith("run-4", base, new byte[0]);
    assertThat(checks.script().check(honest, "--repository", git.directory().toString()).lines())
        .containsExactly("WHOLE run-3 COMPLETED PASSED");
    assertThat(checks.script().check(empty).exit()).isZero();
    assertThat(checks.script().check(empty, "--repository", git.directory().toString()).lines())
        .singleElement()
        .asString()
        .startsWith("DIFF_WRONG ");
  }

  private static final java.nio.file.CopyOption REPLACE =
      java.nio.file.StandardCopyOption.REPLACE_EXISTING;

  private Path sealedWith(String runId, String base, byte[] diff) {
    OpenFolder open =
        OpenFolder.create(
            staging, SampleRun.record(runId, new GitId(base)), RunTerms.of(SampleRun.POLICY));
    SealedFolder sealed = SampleRun.seal(SampleRun.fill(open), diff, runs, KEYS);
    return sealed.path();
  }

  private void sealOtherRun(String member) throws IOException {
    Path staged = Files.createDirectory(data.resolve("staging-" + member));
    Path sealed = Files.createDirectory(data.resolve("runs-" + member));
    folder = SampleRun.sealed(staged, sealed, RUN_ID, KEYS).path();
    reseal = new Reseal(folder, KEYS);
  }

  private void journal(UnaryOperator<String> change, String code) throws Exception {
    Path file = folder.resolve(FolderNames.JOURNAL);
    String honest = Files.readString(file);
    Files.writeString(file, change.apply(honest));
    assertThat(Files.readString(file)).isNotEqualTo(honest);
    sealed(code);
    Files.writeString(file, honest);
  }

  private void document(String name, UnaryOperator<String> change, String code) throws Exception {
    Path file = folder.resolve(name);
    String honest = Files.readString(file);
    Files.writeString(file, change.apply(honest));
    assertThat(Files.readString(file)).as(name).isNotEqualTo(honest);
    sealed(code);
    Files.writeString(file, honest);
  }

  private void verdict(Statement statement, String code) throws Exception {
    reseal.sign(FolderNames.VSA, statement);
    sealed(code);
  }

  private void sealed(String... codes) throws Exception {
    reseal.seal(RUN_ID, same -> same);
    assertBoth(codes);
  }

  private void assertBoth(String... codes) throws Exception {
    checks.find(folder, codes);
  }

  private static Statement with(Statement statement, String member, Json value) {
    return new Statement(
        statement.subjects(),
        statement.predicateType(),
        Reseal.with(statement.predicate(), member, value));
  }

  private static String withoutLastLine(String text) {
    return text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1);
  }

  private static String lastLine(String text, String from, String to) {
    int start = text.lastIndexOf('\n', text.length() - 2) + 1;
    return text.substring(0, start) + text.substring(start).replace(from, to);
  }
}
