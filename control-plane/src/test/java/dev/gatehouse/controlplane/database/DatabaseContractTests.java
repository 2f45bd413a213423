package dev.gatehouse.controlplane.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.Rig;
import dev.gatehouse.controlplane.projection.ApprovalRow;
import dev.gatehouse.controlplane.projection.GeneratedRun;
import dev.gatehouse.controlplane.projection.GeneratedRun.Fate;
import dev.gatehouse.controlplane.projection.Projection;
import dev.gatehouse.controlplane.projection.RowStore;
import dev.gatehouse.controlplane.projection.RunFilter;
import dev.gatehouse.controlplane.projection.RunRow;
import dev.gatehouse.controlplane.projection.RunRows;
import dev.gatehouse.controlplane.reconciliation.Reconciliation;
import dev.gatehouse.controlplane.reconciliation.ReconciliationFinding;
import dev.gatehouse.controlplane.reconciliation.ReconciliationFinding.Code;
import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.folder.SealInputs.Verdict;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway needs of its database, whichever server it is. */
abstract class DatabaseContractTests {
  private static final Path GOLDEN = Path.of("src/test/resources/database/schema.txt");
  private static final String UPDATE = "bless";
  private static final int PAGE = 3;

  @TempDir Path root;

  /** The database under test; tests run one after the other. */
  abstract TestDatabase database();

  @BeforeEach
  void clean() {
    database().clean();
  }

  @Test
  void migrationsMakeTheSchemaOfTheGoldenFile() throws Exception {
    database().migrate("latest");
    String schema;
    try (Connection connection = database().connect()) {
      schema = SchemaText.of(connection);
    }
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(GOLDEN, schema);
    }
    assertThat(schema)
        .as(
            "the schema is not that of control-plane/"
                + GOLDEN
                + "; if it is meant to change: mvn -pl control-plane -am test"
                + " -Dtest=EmbeddedContractTests -Dsurefire.failIfNoSpecifiedTests=false -D"
                + UPDATE
                + "=true")
        .isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void attemptsThatWereCountedOverAllAgentsAreCountedForEach() throws Exception {
    database().migrate("1");
    try (Connection connection = database().connect();
        Statement statement = connection.createStatement()) {
      List<String> agents = List.of("first", "first", "second", "first", "second");
      for (int i = 0; i < agents.size(); i++) {
        statement.execute(run("r-" + i, agents.get(i), i + 1));
      }
      statement.execute("INSERT INTO tasks VALUES ('repo', 'task', 'digest', 5)");
      database().migrate("latest");
      assertThat(rows(statement, "SELECT run_id, attempt FROM runs ORDER BY run_id"))
          .containsExactly("r-0 1", "r-1 2", "r-2 1", "r-3 3", "r-4 2");
      assertThat(rows(statement, "SELECT agent, attempts FROM tasks ORDER BY agent"))
          .containsExactly("first 3", "second 2");
    }
  }

  @Test
  void rowsOfEveryFateAreWrittenAndReadBack() {
    try (Rig rig = start()) {
      GeneratedRun runs = generator(rig);
      for (Fate fate : Fate.values()) {
        String runId = runs.next(fate);
        rig.part(Projection.class).flush();
        RunRow row = rig.part(RowStore.class).read(runId).orElseThrow().run();
        assertThat(row.runId()).isEqualTo(runId);
        boolean gated = fate == Fate.PASSED || fate == Fate.FAILED;
        assertThat(gated ? row.verdict() : fate.name()).isEqualTo(fate.name());
      }
      assertThat(rig.count("runs")).isEqualTo(Fate.values().length);
      assertThat(rig.part(Reconciliation.class).reconcile(false).findings()).isEmpty();
    }
  }

  @Test
  void sealedRunsArePagedByTheBytesOfTheirIds() {
    try (Rig rig = start()) {
      GeneratedRun runs = generator(rig);
      String sealed = runs.next(Fate.PASSED);
      runs.next(Fate.OPEN);
      rig.part(Projection.class).flush();
      // An order of text that knows languages has a and B the other way round.
      List<String> ids = List.of("r-b", "r-a", "r-_", "r-B", "r-A", "r-1", "r--");
      for (String id : ids) {
        copy(rig, sealed, id);
      }
      List<String> all = new ArrayList<>(ids);
      all.add(sealed);
      all.sort(Comparator.reverseOrder());
      assertThat(paged(rig, RunFilter.ALL)).isEqualTo(all);
    }
  }

  @Test
  void eachConditionOfASearchCountsAndAllTogether() {
    try (Rig rig = start()) {
      GeneratedRun runs = generator(rig);
      String sealed = runs.next(Fate.PASSED);
      rig.part(Projection.class).flush();
      for (String id : List.of("r-1", "r-2", "r-3", "r-20")) {
        copy(rig, sealed, id);
      }
      rig.sql("DELETE FROM runs WHERE run_id = '" + sealed + "'");
      rig.sql("UPDATE runs SET repository = 'mine' WHERE run_id IN ('r-1', 'r-2')");
      rig.sql("UPDATE runs SET task_id = 'fix' WHERE run_id IN ('r-2', 'r-3')");
      rig.sql("UPDATE runs SET agent = 'me' WHERE run_id = 'r-3'");
      rig.sql("UPDATE runs SET verdict = 'NONE' WHERE run_id = 'r-1'");
      rig.sql("UPDATE runs SET opened_at = '2026-01-02T03:04:05Z' WHERE run_id = 'r-3'");
      Instant opened = Instant.parse("2026-01-02T03:04:05Z");
      Optional<String> any = Optional.empty();
      Optional<Verdict> some = Optional.empty();
      Optional<Instant> ever = Optional.empty();
      assertThat(
              paged(rig, new RunFilter(Optional.of("mine"), any, any, some, ever, ever, any, any)))
          .containsExactly("r-2", "r-1");
      assertThat(
              paged(rig, new RunFilter(any, Optional.of("fix"), any, some, ever, ever, any, any)))
          .containsExactly("r-3", "r-2");
      assertThat(paged(rig, RunFilter.ALL.of("me"))).containsExactly("r-3");
      assertThat(
              paged(
                  rig,
                  new RunFilter(any, any, any, Optional.of(Verdict.NONE), ever, ever, any, any)))
          .containsExactly("r-1");
      assertThat(
              paged(
                  rig,
                  new RunFilter(
                      any,
                      any,
                      any,
                      some,
                      Optional.of(opened),
                      Optional.of(opened.plusNanos(1000)),
                      any,
                      any)))
          .containsExactly("r-3");
      assertThat(
              paged(rig, new RunFilter(any, any, any, some, ever, Optional.of(opened), any, any)))
          .isEmpty();
      assertThat(
              paged(rig, new RunFilter(any, any, any, some, ever, ever, Optional.of("r-2"), any)))
          .containsExactly("r-20", "r-2");
      assertThat(paged(rig, RunFilter.ALL.after("r-20"))).containsExactly("r-2", "r-1");
      assertThat(
              paged(
                  rig,
                  new RunFilter(
                      Optional.of("mine"), Optional.of("fix"), any, some, ever, ever, any, any)))
          .containsExactly("r-2");
    }
  }

  @Test
  void approvalsOfSealedRunsArePagedTheOldestFirst() {
    try (Rig rig = start()) {
      GeneratedRun runs = generator(rig);
      String sealed = runs.next(Fate.PASSED);
      String open = runs.next(Fate.OPEN);
      rig.part(Projection.class).flush();
      rig.sql("DELETE FROM approvals");
      for (String id : List.of("a-b", "a-B", "a-1", "a-2")) {
        approval(rig, id, sealed, "DENIED", id.equals("a-2") ? "2026-01-01" : "2026-01-02");
      }
      approval(rig, "a-3", sealed, "COMMITTED", "2026-01-01");
      approval(rig, "a-4", open, "DENIED", "2026-01-01");
      RunRows rows = rig.part(RunRows.class);
      List<String> found = new ArrayList<>();
      Instant from = Instant.EPOCH;
      String after = "";
      List<ApprovalRow> page;
      do {
        page = rows.settled(Approval.State.DENIED, from, after, PAGE);
        page.forEach(row -> found.add(row.approvalId()));
        from = page.isEmpty() ? from : page.getLast().requestedAt();
        after = page.isEmpty() ? after : page.getLast().approvalId();
      } while (!page.isEmpty());
      assertThat(found).containsExactly("a-2", "a-1", "a-B", "a-b");
    }
  }

  private static List<String> paged(Rig rig, RunFilter filter) {
    List<String> all = new ArrayList<>();
    RunFilter next = filter;
    List<String> page;
    do {
      page = rig.part(RunRows.class).sealed(next, PAGE);
      all.addAll(page);
      next = page.isEmpty() ? next : filter.after(page.getLast());
    } while (!page.isEmpty());
    return all;
  }

  /** Another row of a sealed run. */
  private static void copy(Rig rig, String runId, String id) {
    rig.sql(
        """
        INSERT INTO runs SELECT '%s', repository, task_id, agent, profile, policy_sha256, revision, base_commit,
          base_tree, state, opened_at, submitted_at, ended_at, events, waiting_approvals, attempt, status, verdict,
          route, result_tree, gate_report_sha256, sealed_at, seal_sha256
        FROM runs WHERE run_id = '%s'
        """
            .formatted(id, runId));
  }

  private static void approval(Rig rig, String id, String runId, String state, String day) {
    rig.sql(
        "INSERT INTO approvals VALUES ('%s', '%s', 'c', 'p', 'r', 'OPERATOR', 'd', '%s', now(), '%s')"
            .formatted(id, runId, day, state));
  }

  @Test
  void aRebuildEqualsTheLiveRows() {
    try (Rig rig = start()) {
      GeneratedRun runs = generator(rig);
      for (int i = 0; i < 20; i++) {
        runs.next();
      }
      rig.part(Projection.class).flush();
      Reconciliation reconciliation = rig.part(Reconciliation.class);
      String live = reconciliation.dump(_ -> {});
      assertThat(live.lines().filter(line -> line.startsWith("runs "))).hasSize(20);
      assertThat(reconciliation.rebuild(true).findings()).isEmpty();
      assertThat(reconciliation.dump(_ -> {})).isEqualTo(live);
    }
  }

  @Test
  void rowsSurviveARestartOfTheGateway() {
    String runId;
    try (Rig rig = start()) {
      runId = generator(rig).next(Fate.PASSED);
      rig.part(Projection.class).flush();
    }
    try (Rig rig = start()) {
      assertThat(rig.part(RowStore.class).read(runId)).isPresent();
      assertThat(rig.part(Reconciliation.class).reconcile(false).findings()).isEmpty();
    }
  }

  @Test
  void aChangedRowIsFoundAndCorrected() {
    try (Rig rig = start()) {
      generator(rig).next(Fate.FAILED);
      rig.part(Projection.class).flush();
      rig.sql("UPDATE runs SET verdict = 'PASSED'");
      Reconciliation reconciliation = rig.part(Reconciliation.class);
      assertThat(reconciliation.reconcile(true).findings())
          .extracting(ReconciliationFinding::code)
          .containsExactly(Code.R03_VERDICT_CONFLICT);
      assertThat(reconciliation.reconcile(true).findings()).isEmpty();
    }
  }

  @Test
  void aRowThatTheDatabaseRefusesHoldsUpNoOther() {
    try (Rig rig = start()) {
      GeneratedRun runs = generator(rig);
      String refused = runs.next(Fate.PASSED, "default\u0000");
      String other = runs.next(Fate.PASSED);
      rig.part(Projection.class).flush();
      assertThat(rig.part(RowStore.class).read(refused)).isEmpty();
      assertThat(rig.part(RowStore.class).read(other)).isPresent();
    }
  }

  private Rig start() {
    return Rig.start(data().root(), database().properties());
  }

  private DataDirectory data() {
    return DataDirectory.at(root.resolve("data"));
  }

  private GeneratedRun generator(Rig rig) {
    return new GeneratedRun(
        data(),
        SigningKeys.loadOrCreate(data().keys()),
        new Random(15),
        rig.part(Projection.class)::changed);
  }

  private static String run(String runId, String agent, int attempt) {
    return "INSERT INTO runs (run_id, repository, task_id, agent, profile, policy_sha256, revision,"
        + " base_commit, base_tree, state, opened_at, events, waiting_approvals, attempt)"
        + " VALUES ('%s', 'repo', 'task', '%s', 'p', 'd', 'main', 'c', 't', 'OPEN',"
            .formatted(runId, agent)
        + " '2026-01-02T03:04:05Z', 2, 0, %s)".formatted(attempt);
  }

  private static List<String> rows(Statement statement, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        rows.add(found.getString(1) + " " + found.getInt(2));
      }
    }
    return rows;
  }
}
