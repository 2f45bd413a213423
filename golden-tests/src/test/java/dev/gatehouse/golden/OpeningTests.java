package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunQuery;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.UnreachableException;
import dev.gatehouse.client.operator.AgentRequest;
import dev.gatehouse.client.operator.Reconciliation;
import dev.gatehouse.evidence.check.FolderCheck;
import dev.gatehouse.golden.RawHttp.Answer;
import dev.gatehouse.sandbox.docker.FaultyEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that a start has not opened yet, or cannot open, as clients and operators see them. */
class OpeningTests {
  private static final Pattern STARTED_AGAIN =
      Pattern.compile("the server ended with exit status 3: starting it again");
  private static final int OPEN_RUNS = 3;
  private static final byte[] READ = "{\"path\":\"fare.py\"}".getBytes(UTF_8);
  private static final Pattern OPENED = Pattern.compile("run (r-[0-9a-z]{26}) goes on");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** A heap in which a gateway runs, but no journal is read with a line of some ten megabytes. */
  private static final String LITTLE = "64m";

  private static final String MUCH =
      """
      python3 - <<'END'
      import os
      for n in range(9000):
          with open(f"{n:0200}.txt", "w") as file:
              file.write(os.urandom(430).hex())
      END
      """;

  private final FaultyEngine engine = new FaultyEngine();
  private final Gateway gateway = Gateway.start("--gatehouse.docker-socket=" + engine.socket());
  private final RegisteredRepository many =
      RegisteredRepository.verifiedBy(
          gateway, DefectRepository.repository(), DefectRepository.PYTEST);
  private final RegisteredRepository site =
      new RegisteredRepository(gateway, many.origin(), many.name(), many.profile(), modestAgent());

  private String modestAgent() {
    return gateway
        .operator()
        .addAgent(
            new AgentRequest(
                RegisteredRepository.fresh("agent"),
                List.of(many.name()),
                List.of(many.profile()),
                OPEN_RUNS))
        .token();
  }

  @AfterEach
  void close() {
    try (engine) {
      gateway.close();
    }
  }

  @Test
  void aRunThatIsNotOpenYetSaysSoKeepsItsPlaceAndIsOpenedNextWhenItIsCalled() throws Exception {
    OpenedRun first = site.open();
    OpenedRun second = site.open();
    OpenedRun third = site.open();
    FaultyEngine.Hold hold = restartHeld();

    assertThat(gateway.operator().runs(RunQuery.ALL, 10))
        .hasSize(OPEN_RUNS)
        .allMatch(run -> run.state().equals("OPENING"));
    Caller caller = new Caller(site, third);
    Map<String, String> headers = caller.headers();
    opening(caller.call("syscalls/file.read", headers, READ));
    opening(caller.call("submit", caller.headers(), "{}".getBytes(UTF_8)));
    opening(raw().post("/v1/runs/" + third.runId() + "/lease", agent(), "{}".getBytes(UTF_8)));
    opening(raw().get("/v1/runs/" + third.runId() + "/events", agent()));
    assertThat(raw().get("/v1/approvals", operator()).problem().path("runsOpening").asInt())
        .isEqualTo(OPEN_RUNS);
    assertThat(refusal(site::open)).isEqualTo("TOO_MANY_RUNS");

    hold.end();
    gateway.awaitOpened();
    assertThat(OPENED.matcher(gateway.log()).results().map(each -> each.group(1)))
        .containsExactly(first.runId(), third.runId(), second.runId());
    assertThat(caller.call("syscalls/file.read", headers, READ).status()).isEqualTo(200);
    assertThat(refusal(site::open)).isEqualTo("TOO_MANY_RUNS");
    for (OpenedRun run : List.of(first, second, third)) {
      assertThat(site.sealed(run).state()).isEqualTo("SEALED");
    }
  }

  @Test
  void aRunThatCannotBeOpenedIsShownWithWhatToDoAndGoesOnWhenThatIsDone() throws Exception {
    OpenedRun damaged = site.open();
    mend(damaged);
    OpenedRun whole = site.open();
    gateway.kill();
    Path policy =
        gateway.data().resolve("staging/" + damaged.runId() + "/data/policy/snapshot.json");
    Path aside = gateway.data().resolveSibling("aside");
    Files.move(policy, aside);
    gateway.restart();

    assertThat(gateway.operator().run(whole.runId()).state()).isEqualTo("OPEN");
    requireSetAside(damaged, "EVIDENCE_MISSING");
    assertThat(site.agent().run(damaged.runId()).setAside().orElseThrow().reason()).isEmpty();
    Program shown = Product.cli(gateway.environment(), "show", damaged.runId());
    assertThat(shown.output()).contains("SET_ASIDE", "EVIDENCE_MISSING", "gatehouse reconcile");
    assertThat(Product.cli(gateway.environment(), "runs").output())
        .contains("SET_ASIDE", "gatehouse show " + damaged.runId());

    Program again = Product.cli(gateway.environment(), "reconcile");
    assertThat(again.exitCode()).as("tried again in vain").isEqualTo(1);
    assertThat(again.output()).contains("R07_SET_ASIDE", damaged.runId(), "EVIDENCE_MISSING");
    awaitState(damaged, "SET_ASIDE");

    Files.move(aside, policy);
    Program reconciled = Product.cli(gateway.environment(), "reconcile");
    assertThat(reconciled.output()).contains("R07_SET_ASIDE", damaged.runId());
    awaitState(damaged, "OPEN");
    assertThat(gateway.operator().reconcile(false).findings()).isEmpty();
    RunView sealed = site.sealed(damaged);
    assertThat(sealed.verdict()).contains("PASSED");
    assertThat(FolderCheck.check(RegisteredRepository.folder(sealed), gateway.trust()).findings())
        .isEmpty();
  }

  @Test
  void aRunWhoseOpeningExhaustsTheHeapEndsTwoProcessesAndNoMore() throws Exception {
    OpenedRun large = site.open();
    assertThat(site.agent().inside(large).run(CommandRequest.shell(MUCH)).exitCode()).hasValue(0);
    site.awaitConfirmation(large.runId());
    OpenedRun small = site.open();
    mend(small);
    gateway.kill();

    gateway.restartSupervised(LITTLE);
    awaitState(large, "SET_ASIDE");
    awaitState(small, "OPEN");
    requireSetAside(large, "RUN_EXHAUSTS_MEMORY");
    List<MatchResult> ends = STARTED_AGAIN.matcher(gateway.log()).results().toList();
    assertThat(ends).as(gateway.log()).hasSize(2);
    assertThat(gateway.data().resolve("out-of-memory")).doesNotExist();
    assertThat(Files.readString(gateway.data().resolve("opening.json"))).contains(large.runId());

    gateway.stop();
    gateway.restart();
    requireSetAside(large, "RUN_EXHAUSTS_MEMORY");
    Reconciliation found = gateway.operator().reconcile(false);
    assertThat(found.findings())
        .anyMatch(finding ->
            finding.code().equals("R07_SET_ASIDE")
                && finding.runId().equals(Optional.of(large.runId()))
                && !finding.repaired());
    awaitState(large, "OPEN");
    assertThat(Files.readString(gateway.data().resolve("opening.json")))
        .doesNotContain(large.runId());
    assertThat(site.agent().inside(large).list(Optional.empty()).entries())
        .anyMatch(entry -> entry.name().endsWith("8999.txt"));
    assertThat(site.sealed(small).verdict()).contains("PASSED");
  }

  private FaultyEngine.Hold restartHeld() throws InterruptedException {
    gateway.kill();
    // What is asked of the engine for each run before it is opened.
    FaultyEngine.Hold hold = engine.hold("dev.gatehouse.run");
    gateway.restartAtOnce();
    hold.awaitRequest();
    return hold;
  }

  private void mend(OpenedRun run) {
    site.agent()
        .inside(run)
        .write(DefectRepository.FILE, DefectRepository.BROKEN_SHA256, DefectRepository.MENDED);
  }

  private void requireSetAside(OpenedRun run, String code) {
    RunView view = gateway.operator().run(run.runId());
    assertThat(view.state()).isEqualTo("SET_ASIDE");
    assertThat(view.setAside().orElseThrow().code()).isEqualTo(code);
    assertThat(view.setAside().orElseThrow().reason()).isPresent();
    Caller caller = new Caller(site, run);
    Caller.isProblem(
        caller.call("syscalls/file.read", caller.headers(), READ), "409 RUN_SET_ASIDE");
  }

  /** A server that is started again meanwhile does not answer. */
  private void awaitState(OpenedRun run, String state) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!state(run).equals(state)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(run.runId() + " is " + state(run) + "\n" + gateway.log());
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  private String state(OpenedRun run) {
    try {
      return gateway.operator().run(run.runId()).state();
    } catch (UnreachableException | ProblemException e) {
      return "unknown";
    }
  }

  private static void opening(Answer answer) {
    Caller.isProblem(answer, "503 RUN_OPENING");
    assertThat(answer.retryAfter()).contains("1");
  }

  private static String refusal(Runnable call) {
    try {
      call.run();
      return "none";
    } catch (ProblemException e) {
      return e.code();
    }
  }

  private RawHttp raw() {
    return new RawHttp(gateway.address());
  }

  private Map<String, String> agent() {
    return Map.of(
        "Authorization",
        "Bearer " + site.agentToken(),
        "Content-Type",
        "application/json",
        "Idempotency-Key",
        RegisteredRepository.fresh("key"));
  }

  private Map<String, String> operator() {
    return Map.of("Authorization", "Bearer " + gateway.operatorToken());
  }
}
