package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.operator.ApprovalDecision;
import dev.gatehouse.client.operator.MergeRequest;
import dev.gatehouse.client.operator.Reconciliation;
import dev.gatehouse.evidence.Digest;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The database is a copy: lost, it is filled again; forged, it is found out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RebuildTests {
  private static final String MERGED_BRANCH = "gatehouse/mended";

  private final Gateway gateway = Gateway.start("--gatehouse.reconcile-every=1h");
  private final Rows rows = new Rows(gateway);
  private final RegisteredRepository site =
      RegisteredRepository.verifiedBy(
          gateway, DefectRepository.repository(), DefectRepository.PYTEST);
  private String failed = "";

  /** A run of every kind: failed, merged after an approval, waiting for one, and open. */
  @BeforeAll
  void fill() {
    failed = site.sealed(site.open()).runId();
    RunView passed = approvedAndPassed();
    gateway
        .operator()
        .merge(
            passed.runId(),
            new MergeRequest(
                passed.sealSha256().orElseThrow(),
                MERGED_BRANCH,
                "main",
                site.origin().id("main")));
    OpenedRun waiting = site.open();
    held(site.agent().inside(waiting));
    site.agent().inside(waiting).submit();
    site.await(waiting.runId(), run -> run.state().equals("WAITING_FOR_APPROVALS"));
    RunClient open = site.agent().inside(site.open());
    open.write("notes.txt", "absent", "Not done yet.\n");
    open.run(CommandRequest.argv("ls"));
    site.awaitConfirmation(open.runId());
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  void lostDatabaseIsFilledAgainByteForByte() {
    String before = withoutRestarts(dump());
    assertThat(before).contains("FAILED", "PASSED", "WAITING_FOR_APPROVALS", MERGED_BRANCH);

    gateway.stop();
    CopiedTrees.remove(gateway.data().resolve("postgres"));
    gateway.restart();
    Reconciliation rebuilt = gateway.operator().reconcile(true);

    assertThat(rebuilt.findings()).isEmpty();
    assertThat(rebuilt.rows().orElseThrow()).containsEntry("runs", 4L).containsEntry("merges", 1L);
    assertThat(withoutRestarts(dump())).isEqualTo(before);
  }

  @Test
  void emptiedTablesAreFilledAgainByteForByte() throws SQLException {
    String before = dump();

    rows.change(
        "TRUNCATE runs, tasks, leases, approvals, merges, profiles, repositories, identities");
    assertThat(dump()).isNotEqualTo(before);
    gateway.operator().reconcile(true);

    assertThat(dump()).isEqualTo(before);
  }

  @Test
  void verdictThatSomebodyFlippedIsFoundAndPutRight() throws SQLException {
    String before = dump();

    assertThat(rows.change("UPDATE runs SET verdict = 'PASSED' WHERE run_id = ?", failed)).isOne();
    assertThat(gateway.operator().run(failed).verdict()).contains("FAILED");
    Reconciliation found = gateway.operator().reconcile(false);

    assertThat(found.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo("R03_VERDICT_CONFLICT");
          assertThat(finding.runId()).contains(failed);
          assertThat(finding.repaired()).isTrue();
        });
    assertThat(dump()).isEqualTo(before);
    assertThat(gateway.operator().reconcile(false).findings()).isEmpty();
  }

  @Test
  void operatorThatSomebodySlippedInHasNoSayAndIsFound() throws SQLException {
    String before = dump();
    String token = "gho_" + "A".repeat(43);

    rows.change(
        "INSERT INTO identities VALUES ('mallory', 'OPERATOR', ?, true, '{}', '{}', 0, 0)",
        Digest.of(token.getBytes(UTF_8)).hex());
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> gateway.operator().as(token).approvals("WAITING"));
    Reconciliation found = gateway.operator().reconcile(false);

    assertThat(refused.code()).isEqualTo("UNAUTHENTICATED");
    assertThat(found.findings())
        .extracting(Reconciliation.Finding::code)
        .containsExactly("R11_IDENTITY_FORGED");
    assertThat(dump()).isEqualTo(before);
  }

  /** A restart is one more event of each open run: how many they have is left out for those. */
  private static String withoutRestarts(String dump) {
    return dump.lines()
        .map(row -> row.contains("\"sealed_at\"") ? row : row.replaceAll("\"events\":[0-9]+,", ""))
        .collect(Collectors.joining("\n"));
  }

  private RunView approvedAndPassed() {
    OpenedRun run = site.open();
    RunClient worker = site.agent().inside(run);
    worker.write(DefectRepository.FILE, DefectRepository.BROKEN_SHA256, DefectRepository.MENDED);
    String approvalId = held(worker);
    gateway
        .operator()
        .decide(
            approvalId,
            new ApprovalDecision(
                "APPROVE",
                gateway.operator().approval(approvalId).proposalSha256(),
                Optional.of("Fine.")));
    RunView sealed = site.sealed(run);
    assertThat(sealed.verdict()).contains("PASSED");
    return sealed;
  }

  private static String held(RunClient worker) {
    return worker.write("Makefile.mk", "absent", "all:\n").approvalId().orElseThrow();
  }

  private String dump() {
    return new String(gateway.operator().dump(), UTF_8);
  }
}
