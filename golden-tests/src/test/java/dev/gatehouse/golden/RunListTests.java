package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunQuery;
import dev.gatehouse.client.RunRequest;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.operator.ApprovalDecision;
import dev.gatehouse.client.operator.ApprovalView;
import dev.gatehouse.client.operator.Reconciliation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Lists and search: rows find sealed runs, the index says what they are, memory has the rest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunListTests {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final Gateway gateway = Gateway.start("--gatehouse.reconcile-every=1h");
  private final Rows rows = new Rows(gateway);

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  void withTheDatabaseAwayOpenRunsAreListedAndSealedOnesFoundByTheirIds() throws Exception {
    RegisteredRepository site = site();
    RunView sealed = site.sealed(site.open());
    OpenedRun open = site.open();
    assertThat(ids(gateway.operator(), in(site, Optional.empty())))
        .containsExactly(open.runId(), sealed.runId());

    Path cluster = gateway.data().resolve("postgres/cluster");
    Files.setPosixFilePermissions(cluster, PosixFilePermissions.fromString("---------"));
    killDatabase();

    assertThat(refused(in(site, Optional.empty()))).isEqualTo("DATABASE_UNAVAILABLE");
    assertThat(refused(in(site, Optional.of("SEALED")))).isEqualTo("DATABASE_UNAVAILABLE");
    assertThat(ids(gateway.operator(), in(site, Optional.of("OPEN"))))
        .containsExactly(open.runId());
    assertThat(gateway.operator().run(sealed.runId())).isEqualTo(sealed);
    assertThat(gateway.operator().approvals("WAITING")).isEmpty();
    ProblemException history =
        catchThrowableOfType(ProblemException.class, () -> gateway.operator().approvals("DENIED"));
    assertThat(history.code()).isEqualTo("DATABASE_UNAVAILABLE");
    RunView meanwhile = site.sealed(open);

    Files.setPosixFilePermissions(cluster, PosixFilePermissions.fromString("rwx------"));
    awaitList(in(site, Optional.of("SEALED")));
    assertThat(gateway.operator().runs(in(site, Optional.empty()), 100))
        .extracting(RunView::runId, RunView::verdict, RunView::route)
        .containsExactly(
            tuple(meanwhile.runId(), meanwhile.verdict(), meanwhile.route()),
            tuple(sealed.runId(), sealed.verdict(), sealed.route()));
  }

  @Test
  void anAgentFindsItsOwnRunsWhateverARowSays() throws SQLException {
    RegisteredRepository site = site();
    RegisteredRepository other = site();
    RunView own = site.sealed(site.open());
    RunView strange = other.sealed(other.open());
    awaitRow(own.runId());
    awaitRow(strange.runId());

    rows.change(
        "UPDATE runs SET agent = ?, repository = ?, verdict = 'PASSED' WHERE run_id = ?",
        own.agent(),
        own.repository(),
        strange.runId());

    assertThat(ids(site.agent(), RunQuery.ALL)).containsExactly(own.runId());
    assertThat(ids(gateway.operator(), in(site, Optional.of("SEALED"))))
        .containsExactly(own.runId());
    assertThat(ids(site.agent(), of(strange.agent()))).isEmpty();
    assertThat(ids(site.agent(), of(own.agent()))).containsExactly(own.runId());
    assertThat(site.agent().runs(RunQuery.ALL, 100)).allMatch(run -> run.folder().isEmpty());
    gateway.operator().reconcile(false);
  }

  /** More rows than one answer is made from, of runs that nobody opened, before the one that is. */
  @Test
  void rowsThatDoNotCountEndAPageEarlyAndHideNoRun() throws SQLException {
    RegisteredRepository site = site();
    RunView sealed = site.sealed(site.open());
    awaitRow(sealed.runId());
    rows.change(
        """
        INSERT INTO runs SELECT 'r-z' || number, repository, task_id, agent, profile, policy_sha256, revision,
          base_commit, base_tree, state, opened_at, submitted_at, ended_at, events, waiting_approvals, attempt, status,
          verdict, route, result_tree, gate_report_sha256, sealed_at, seal_sha256
        FROM runs, generate_series(1, 1500) AS number WHERE run_id = ?
        """,
        sealed.runId());
    try {
      JsonNode first =
          new RawHttp(gateway.address())
              .get("/v1/runs?state=SEALED&repository=" + site.name(), operator())
              .problem();
      assertThat(first.path("runs").size()).isZero();
      assertThat(first.path("next").asString("")).startsWith("r-z");
      assertThat(ids(gateway.operator(), in(site, Optional.of("SEALED"))))
          .containsExactly(sealed.runId());
      assertThat(ids(site.agent(), RunQuery.ALL)).containsExactly(sealed.runId());
    } finally {
      rows.change("DELETE FROM runs WHERE run_id LIKE 'r-z%'");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "from=0000-01-01T00:00:00Z, 200 none",
    "until=0000-01-01T00:00:00Z, 200 none",
    "from=9999-12-31T23:59:59.999999999Z, 200 none",
    "until=9999-12-31T23:59:59Z, 200 none",
    "from=%2B10000-01-01T00:00:00Z, 400 BODY_INVALID",
    "until=%2B294277-01-01T00:00:00Z, 400 BODY_INVALID",
    "from=-0001-01-01T00:00:00Z, 400 BODY_INVALID",
    "until=-4713-01-01T00:00:00Z, 400 BODY_INVALID",
    "from=%2B1000000000-12-31T23:59:59Z, 400 BODY_INVALID"
  })
  void aTimeIsOneThatTheDatabaseHoldsOrIsRefused(String parameter, String told) {
    RawHttp.Answer answer = new RawHttp(gateway.address()).get("/v1/runs?" + parameter, operator());
    assertThat(answer.told().strip()).isEqualTo(told);
  }

  private Map<String, String> operator() {
    return Map.of("Authorization", "Bearer " + gateway.operatorToken());
  }

  @Test
  void settledApprovalsOfSealedRunsAreListedWithWhoSettledThem() {
    RegisteredRepository site = site();
    OpenedRun run = site.open();
    String held =
        site.agent()
            .inside(run)
            .write("Makefile.mk", "absent", "all:\n")
            .approvalId()
            .orElseThrow();
    gateway
        .operator()
        .decide(
            held,
            new ApprovalDecision(
                "DENY",
                gateway.operator().approval(held).proposalSha256(),
                Optional.of("Not this way.")));
    ApprovalView before = denied(held);
    RunView sealed = site.sealed(run);
    awaitRow(sealed.runId());

    ApprovalView after = denied(held);
    assertThat(after).isEqualTo(before);
    assertThat(after.comment()).contains("Not this way.");
    assertThat(after.settledBy()).isPresent();
    assertThat(after.agent()).isEqualTo(sealed.agent());
  }

  @Test
  void attemptsAreCountedWithoutTheDatabaseAndWithoutTheLastLineOfTheIndex() throws IOException {
    RegisteredRepository site = site();
    RunRequest request =
        new RunRequest(
            site.name(),
            "main",
            new RunRequest.Task("thrice", "Mend it."),
            site.request().profile());
    RunView first = site.sealed(site.agent().openRun(request));
    RunView second = site.sealed(site.agent().openRun(request));
    assertThat(List.of(first.route(), second.route())).containsOnly(Optional.of("RETRY"));

    gateway.stop();
    CopiedTrees.remove(gateway.data().resolve("postgres"));
    Path index = gateway.data().resolve("runs.jsonl");
    List<String> lines = Files.readAllLines(index);
    assertThat(lines.getLast()).contains(second.runId());
    // A kill between the seal and the line leaves it so, or with a part of the line.
    Files.writeString(index, String.join("\n", lines.subList(0, lines.size() - 1)) + "\n{\"run\"");
    gateway.restart();

    RunView third = site.sealed(site.agent().openRun(request));
    assertThat(third.route()).contains("FAILED");
    assertThat(gateway.operator().run(second.runId())).isEqualTo(second);
    assertThat(ids(gateway.operator(), in(site, Optional.empty())))
        .containsExactly(third.runId(), second.runId(), first.runId());
    assertThat(gateway.operator().reconcile(false).findings())
        .extracting(Reconciliation.Finding::code)
        .doesNotContain("R12_INDEX_REBUILT", "R13_INDEX_STALE");
    damaged(index, first);
  }

  private void damaged(Path index, RunView run) throws IOException {
    gateway.stop();
    Files.writeString(
        index,
        Files.readString(index)
            .lines()
            .map(line -> line.contains(run.runId()) ? line.replace("FAILED", "PASSED") : line)
            .reduce("", (all, line) -> all + line + "\n"));
    gateway.restart();

    assertThat(gateway.operator().run(run.runId())).isEqualTo(run);
    assertThat(gateway.log()).contains("the index of sealed runs is made anew");
    assertThat(Files.readString(index)).contains(run.runId());
  }

  private RegisteredRepository site() {
    return RegisteredRepository.verifiedBy(
        gateway, DefectRepository.repository(), DefectRepository.PYTEST);
  }

  private static RunQuery in(RegisteredRepository site, Optional<String> state) {
    return new RunQuery(
        state,
        Optional.of(site.name()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static RunQuery of(String agent) {
    return new RunQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(agent),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<String> ids(GatehouseClient caller, RunQuery query) {
    return caller.runs(query, 100).stream().map(RunView::runId).toList();
  }

  private ApprovalView denied(String approvalId) {
    return gateway.operator().approvals("DENIED").stream()
        .filter(each -> each.approvalId().equals(approvalId))
        .findFirst()
        .orElseThrow();
  }

  private String refused(RunQuery query) {
    return catchThrowableOfType(ProblemException.class, () -> gateway.operator().runs(query, 100))
        .code();
  }

  private void awaitRow(String runId) {
    await(() -> {
      try {
        return rows.change(
                "UPDATE runs SET state = state WHERE run_id = ? AND state = 'SEALED'", runId)
            == 1;
      } catch (SQLException e) {
        throw new AssertionError(e);
      }
    });
  }

  private void awaitList(RunQuery query) {
    await(() -> {
      try {
        return !gateway.operator().runs(query, 100).isEmpty();
      } catch (ProblemException e) {
        return false;
      }
    });
  }

  private void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(gateway.log()).isLessThan(deadline);
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  /** With its children, which go on answering until they notice. */
  private void killDatabase() throws IOException {
    Path file = gateway.data().resolve("postgres/cluster/postmaster.pid");
    ProcessHandle server =
        ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst())).orElseThrow();
    List<ProcessHandle> children = server.descendants().toList();
    server.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    server.onExit().join();
    children.forEach(child -> child.onExit().join());
  }
}
