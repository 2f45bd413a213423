package dev.gatehouse.controlplane.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.controlplane.Rig;
import dev.gatehouse.controlplane.gatewaylog.DerivedProfiles;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.Identity;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.MergeIntended;
import dev.gatehouse.controlplane.gatewaylog.MergeLog;
import dev.gatehouse.controlplane.gatewaylog.RepositoryRegistry;
import dev.gatehouse.controlplane.identities.Identities;
import dev.gatehouse.controlplane.identities.Token;
import dev.gatehouse.controlplane.projection.GeneratedRun;
import dev.gatehouse.controlplane.projection.GeneratedRun.Fate;
import dev.gatehouse.controlplane.projection.LiveRuns;
import dev.gatehouse.controlplane.projection.RowStore;
import dev.gatehouse.controlplane.projection.RunProjection;
import dev.gatehouse.controlplane.projection.RunRow;
import dev.gatehouse.controlplane.projection.RunSource;
import dev.gatehouse.controlplane.reconciliation.ReconciliationFinding.Code;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReconciliationTests extends ReconciliationFixture {
  private static final long SEED = 20260301;

  @Test
  void aRebuildEqualsTheLiveRowsByteForByte() throws Exception {
    fillGatewayLog();
    GeneratedRun runs = generator();
    for (int i = 0; i < 40; i++) {
      runs.next();
    }
    String live = reconciliation().dump(bytes -> {});
    assertThat(live.lines().filter(line -> line.startsWith("runs "))).hasSize(40);
    assertThat(live).contains("\"verdict\":\"PASSED\"").contains("\"state\":\"EXPIRED\"");
    assertThat(reconciliation().reconcile(false).findings()).isEmpty();

    assertThatThrownBy(() -> reconciliation().rebuild(false)).isInstanceOf(RebuildException.class);
    assertThat(reconciliation().rebuild(true).findings()).isEmpty();
    assertThat(reconciliation().dump(bytes -> {})).isEqualTo(live);

    rig.close();
    rig = startOnAnEmptyDatabase();
    assertThat(reconciliation().rebuild(false).rows()).containsEntry("runs", 40L);
    assertThat(reconciliation().dump(bytes -> {})).isEqualTo(live);
  }

  @Test
  void aRunWithoutRowsIsFoundAndGivenThem() {
    String run = generator().next(Fate.PASSED);
    projection().flush();
    rig.sql("DELETE FROM runs");
    findsAndRepairs(Code.R01_ROW_MISSING, Optional.of(run));
  }

  @Test
  void aRunThatIsSealedWhileItsJournalIsComparedIsNoFailure() {
    String runId = generator().next(Fate.OPEN);
    projection().flush();
    RunEvidence evidence = RunEvidence.read(data.staging().resolve(runId));
    List<Event> events =
        new ArrayList<>(evidence.events()) {
          private static final long serialVersionUID = 1L;

          private int read;

          @Override
          public List<Event> subList(int from, int to) {
            // Once for the facts; then the folder has moved.
            if (read++ > 0) {
              throw new UncheckedIOException(new NoSuchFileException("journal.jsonl"));
            }
            return super.subList(from, to);
          }
        };
    events.add(new Event.LeaseTaken(Instant.now(), evidence.run().agent(), 9));
    LiveRuns live = _ -> Optional.of(new LiveRuns.LiveRun(evidence.run(), events, Instant.now()));
    RunSource source = new RunSource(data, Optional.of(live));
    RunComparison comparison = new RunComparison(source, rig.part(RowStore.class), projection());
    assertThat(comparison.compare(runId, 1, false))
        .hasValueSatisfying(finding -> assertThat(finding.code()).isEqualTo(Code.R06_UNREADABLE));
  }

  @Test
  void aRunWhoseRowsTheDatabaseRefusesIsFoundAndHoldsUpNoOther() {
    GeneratedRun runs = generator();
    String refused = runs.next(Fate.PASSED, "default\u0000");
    String other = runs.next(Fate.PASSED);
    projection().flush();
    assertThat(row(other)).isPresent();
    assertThat(reconciliation().reconcile(true).findings())
        .filteredOn(finding -> finding.runId().isPresent())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(Code.R01_ROW_MISSING);
          assertThat(finding.runId()).contains(refused);
          assertThat(finding.repaired()).isFalse();
        });
  }

  @Test
  void aChangedRowIsFoundAndCorrected() {
    GeneratedRun runs = generator();
    String run = runs.next(Fate.OPEN);
    projection().flush();
    rig.sql("UPDATE runs SET profile = 'lax'");
    findsAndRepairs(Code.R02_ROW_STALE, Optional.of(run));
    rig.sql("UPDATE leases SET fence = fence + 1");
    findsAndRepairs(Code.R02_ROW_STALE, Optional.of(run));
    rig.sql("UPDATE tasks SET attempts = 7");
    findsAndRepairs(Code.R02_ROW_STALE, Optional.empty());
  }

  @Test
  void aForgedTaskIsFoundAndRemovedWhateverItsNamesHold() {
    generator().next(Fate.PASSED);
    projection().flush();
    rig.sql("INSERT INTO tasks VALUES ('a/b', 'c', 'd', 'x', 1)");
    findsAndRepairs(Code.R02_ROW_STALE, Optional.empty());
    rig.sql("INSERT INTO tasks SELECT repository, agent || '/x', task_id, 'x', 1 FROM tasks");
    findsAndRepairs(Code.R02_ROW_STALE, Optional.empty());
  }

  @Test
  void aForgedApprovalIsFoundAndRemoved() {
    String run = generator().next(Fate.OPEN);
    projection().flush();
    rig.sql(
        "INSERT INTO approvals VALUES ('forged', '"
            + run
            + "', 'c', '.ci/x', 'r', 'OPERATOR', 'd', now(), now(), 'COMMITTED')");
    findsAndRepairs(Code.R02_ROW_STALE, Optional.of(run));
  }

  @Test
  void aFlippedVerdictIsFoundAndTheFolderWins() {
    String run = generator().next(Fate.FAILED);
    projection().flush();
    rig.sql("UPDATE runs SET verdict = 'PASSED'");
    findsAndRepairs(Code.R03_VERDICT_CONFLICT, Optional.of(run));
    assertThat(row(run).orElseThrow().verdict()).isEqualTo("FAILED");
  }

  @Test
  void aRowWithoutTheVerdictOfItsFolderIsBehindAndNoConflict() {
    String run = generator().next(Fate.FAILED);
    projection().flush();
    rig.sql("UPDATE runs SET verdict = NULL, seal_sha256 = NULL, state = 'VERIFYING'");
    findsAndRepairs(Code.R02_ROW_STALE, Optional.of(run));
  }

  @Test
  void aVerdictWithoutASealConflicts() {
    String run = generator().next(Fate.OPEN);
    projection().flush();
    rig.sql("UPDATE runs SET verdict = 'PASSED'");
    findsAndRepairs(Code.R03_VERDICT_CONFLICT, Optional.of(run));
  }

  @Test
  void anIdentityThatIsBehindTheLogIsStaleAndNotForged() {
    Identities identities = rig.part(Identities.class);
    identities.add(new Identity.Operator("ada"), "operator");
    projection().flush();
    rig.sql("CREATE TABLE before AS SELECT * FROM identities");
    identities.disable("ada", "operator");
    projection().flush();
    rig.sql("TRUNCATE identities");
    rig.sql("INSERT INTO identities SELECT * FROM before");
    findsAndRepairs(Code.R02_ROW_STALE, Optional.empty());
    rig.sql("UPDATE identities SET enabled = true WHERE name = 'ada'");
    findsAndRepairs(Code.R11_IDENTITY_FORGED, Optional.empty());
  }

  @Test
  void aMergeThatWasTakenBackHasNoRow() {
    MergeLog merges = rig.part(MergeLog.class);
    merges.aborted(
        merges.intend(
            "run-x",
            Digest.of(new byte[1]),
            "b",
            GitId.ofBlob(new byte[1]),
            new MergeIntended.Target("main", GitId.ofBlob(new byte[2])),
            true,
            "operator"));
    projection().flush();
    assertThat(rig.count("merges")).isZero();
    assertThat(codes(false)).isEmpty();
  }

  @Test
  void aRowWhoseFolderIsGoneIsNamedAndKept() throws Exception {
    String run = generator().next(Fate.PASSED);
    projection().flush();
    Files.move(data.runs().resolve(run), root.resolve("elsewhere"));
    assertThat(codes(true)).containsExactly(Code.R04_EVIDENCE_LOST);
    assertThat(row(run)).isPresent();
    assertThat(codes(true)).containsExactly(Code.R04_EVIDENCE_LOST);
    assertThat(rig.count("findings")).isEqualTo(1);
    Files.move(root.resolve("elsewhere"), data.runs().resolve(run));
    assertThat(codes(true)).containsExactly(Code.R13_INDEX_STALE);
    assertThat(codes(true)).isEmpty();
  }

  @Test
  void aTamperedFolderIsNamedAndNothingFollowsIt() throws Exception {
    String run = generator().next(Fate.FAILED);
    projection().flush();
    Path journal = data.runs().resolve(run).resolve("data/journal.jsonl");
    Files.writeString(journal, Files.readString(journal).replace("COMPLETED", "CANCELLED"));
    List<String> before = everyFile();
    assertThat(codes(true)).containsExactly(Code.R05_TAMPERED);
    assertThat(row(run).orElseThrow().status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(reconciliation().rebuild(true).findings())
        .extracting(ReconciliationFinding::code)
        .containsExactly(Code.R05_TAMPERED);
    assertThat(row(run)).isEmpty();
    assertThat(everyFile()).isEqualTo(before);
  }

  @Test
  void whatIsNoRunFolderIsNamedAndLeftAlone() throws Exception {
    generator().next(Fate.PASSED);
    Files.writeString(data.runs().resolve("notes.txt"), "mine");
    projection().flush();
    assertThat(codes(true)).containsExactly(Code.R09_UNKNOWN_FILE);
    assertThat(data.runs().resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void aForgedOperatorAuthorizesNothingAndIsFound() {
    Token forged = Token.mint(Token.Kind.OPERATOR, new Random(1));
    projection().flush();
    rig.sql(
        "INSERT INTO identities VALUES ('mallory', 'OPERATOR', '"
            + forged.sha256().hex()
            + "', true, '{}', '{}', 0, 99)");
    rig.sql("UPDATE identities SET token_sha256 = '" + forged.sha256().hex() + "' WHERE entry = 0");
    Identities identities = rig.part(Identities.class);
    assertThat(identities.authenticate(forged.text())).isEmpty();
    assertThat(identities.find("mallory")).isEmpty();
    assertThat(codes(false)).containsExactly(Code.R11_IDENTITY_FORGED, Code.R11_IDENTITY_FORGED);
    assertThat(codes(true)).hasSize(2);
    assertThat(codes(true)).isEmpty();
    assertThat(identities.authenticate(forged.text())).isEmpty();
  }

  @Test
  void aRestartDoesNotCoverUpAForgedIdentity() throws Exception {
    projection().flush();
    rig.sql("UPDATE identities SET role = 'AGENT'");
    rig.close();
    rig = Rig.start(data.root(), database);
    projection().flush();
    assertThat(codes(false)).containsExactly(Code.R11_IDENTITY_FORGED);
  }

  @Test
  void attemptsFollowTheOrderInWhichRunsOpened() {
    GeneratedRun runs = generator();
    for (int i = 0; i < 12; i++) {
      runs.next(Fate.OPEN);
    }
    projection().flush();
    rig.sql("DELETE FROM runs");
    // Given back in the wrong order, they still end up with the right attempts.
    for (String name : reversed()) {
      projection().changed(name);
      projection().flush();
    }
    projection().flush();
    assertThat(rig.count("runs")).isEqualTo(12);
    assertThat(reconciliation().reconcile(false).findings()).isEmpty();
  }

  private List<String> reversed() {
    try (Stream<Path> folders = Files.list(data.staging())) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList().reversed();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void findsAndRepairs(Code code, Optional<String> run) {
    assertThat(reconciliation().reconcile(false).findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(code);
          assertThat(finding.runId()).isEqualTo(run);
          assertThat(finding.repaired()).isFalse();
        });
    assertThat(codes(true)).containsExactly(code);
    assertThat(codes(true)).isEmpty();
    String repaired = reconciliation().dump(bytes -> {});
    reconciliation().rebuild(true);
    assertThat(reconciliation().dump(bytes -> {})).isEqualTo(repaired);
  }

  private List<Code> codes(boolean repair) {
    return reconciliation().reconcile(repair).findings().stream()
        .map(ReconciliationFinding::code)
        .toList();
  }

  private void fillGatewayLog() {
    rig.part(RepositoryRegistry.class)
        .register(new Identifier("repository-0"), Path.of("/srv/r0"), "operator");
    Identities identities = rig.part(Identities.class);
    identities.add(
        new Identity.Agent(
            "agent-0", new TreeSet<>(List.of("repository-0", "a")), new TreeSet<>(), 2),
        "operator");
    identities.add(new Identity.Operator("ada"), "operator");
    identities.disable("ada", "operator");
    rig.part(DerivedProfiles.class)
        .derive(new Identifier("derived"), Json.object().put("name", "d").build(), "operator");
    MergeLog merges = rig.part(MergeLog.class);
    merges.done(
        merges.intend(
            "run-x",
            Digest.of(new byte[1]),
            "b",
            GitId.ofBlob(new byte[1]),
            new MergeIntended.Target("main", GitId.ofBlob(new byte[2])),
            false,
            "operator"));
  }

  private GeneratedRun generator() {
    return new GeneratedRun(
        data, SigningKeys.loadOrCreate(data.keys()), new Random(SEED), projection()::changed);
  }

  private List<String> everyFile() throws Exception {
    try (Stream<Path> files = Files.walk(data.runs())) {
      List<String> all = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        all.add(
            Files.isDirectory(file)
                ? file.toString()
                : file + " " + Digest.of(Files.readAllBytes(file)));
      }
      return all;
    }
  }

  private Reconciliation reconciliation() {
    return rig.part(Reconciliation.class);
  }

  private Optional<RunRow> row(String runId) {
    return rig.part(RowStore.class).read(runId).map(RunProjection::run);
  }
}
