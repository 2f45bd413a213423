package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.CommandAnswer;
import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunView;
import dev.gatehouse.golden.RawHttp.Answer;
import dev.gatehouse.sandbox.docker.SecondEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The engine of a gateway at work ends and comes back: what needs it is refused at once, the rest
 * goes on, and nobody has to do anything afterwards.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineOutageTests {
  private static final int CLIENTS = 3;
  private static final Duration AT_ONCE = Duration.ofSeconds(5);
  private static final Duration WORK = Duration.ofSeconds(4);
  private static final byte[] ECHO = "{\"shell\":\"echo again\"}".getBytes(UTF_8);

  private final SecondEngine second = new SecondEngine();
  private final Gateway gateway = gatewayOf(second);
  private final Engine engine = Engine.of(gateway, second.socket());
  private final RegisteredRepository site =
      RegisteredRepository.verifiedBy(
          gateway, DefectRepository.repository(), DefectRepository.PYTEST);
  private final LoopEnd end = new LoopEnd(site, engine);

  private static Gateway gatewayOf(SecondEngine engine) {
    engine.takeImage();
    return Gateway.start("--gatehouse.docker-socket=" + engine.socket());
  }

  @AfterAll
  void close() {
    try (second) {
      gateway.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatNeedsTheEngineIsRefusedAtOnceTheRestGoesOnAndAllPassesAfterwards(boolean kill)
      throws Exception {
    OpenedRun used = site.open();
    RunClient worker = site.agent().inside(used);
    assertThat(worker.run(CommandRequest.shell("echo x > x.txt")).exitCode()).hasValue(0);
    OpenedRun handedIn = site.open();
    mend(handedIn);
    OpenedRun interrupted = site.open();
    mend(interrupted);
    loseTheEngineInTheMiddle(interrupted, kill);

    Caller caller = new Caller(site, used);
    Map<String, String> headers = caller.headers();
    unavailable(() -> caller.call("syscalls/exec.run", headers, ECHO));
    unavailable(this::openRaw);
    site.agent().inside(handedIn).submit();
    gateway.awaitHealth("readiness", 503);
    unavailable(() -> caller.call("syscalls/exec.run", headers, ECHO));
    gateway.awaitHealth("liveness", 200);
    mend(used);
    assertThat(worker.read(DefectRepository.FILE).untrusted().text())
        .contains(DefectRepository.MENDED);
    assertThat(worker.list(Optional.empty()).entries()).isNotEmpty();
    assertThat(gateway.operator().run(used.runId()).state()).isEqualTo("OPEN");
    assertThat(gateway.operator().run(handedIn.runId()).state()).isEqualTo("VERIFYING");

    second.start();
    gateway.awaitHealth("readiness", 200);
    assertThat(caller.call("syscalls/exec.run", headers, ECHO).status()).isEqualTo(200);
    CommandAnswer again = site.agent().inside(interrupted).run(CommandRequest.shell("echo on"));
    assertThat(again.stdout().untrusted().text()).contains("on\n");
    List<RunView> sealed =
        List.of(site.awaitSeal(handedIn.runId()), site.sealed(used), site.sealed(interrupted));
    for (RunView run : sealed) {
      assertThat(run.verdict()).as(run + gateway.log()).contains("PASSED");
    }
    end.requireAllSealedAndWhole(List.of());
    end.awaitNothingLeft();
  }

  @Test
  void endsUnderLoadCostNoRunAndLeaveNothing() throws Exception {
    List<LoopClient> clients = new ArrayList<>();
    for (int n = 0; n < CLIENTS; n++) {
      clients.add(new LoopClient(site, n, n, /* engineEnds= */ true));
    }
    LoopOperator operator = new LoopOperator(gateway);
    clients.forEach(LoopClient::start);
    operator.start();
    List<LoopEnd.Outage> outages = new ArrayList<>();
    for (boolean kill : List.of(true, false)) {
      LockSupport.parkNanos(WORK.toNanos());
      Instant from = Instant.now();
      second.end(kill);
      outages.add(new LoopEnd.Outage(from, Instant.now()));
      second.start();
    }
    LockSupport.parkNanos(WORK.toNanos());
    for (LoopClient client : clients) {
      client.finish();
    }
    int misses = operator.finish();
    int sealed = end.requireAllSealedAndWhole(clients, outages);
    System.out.printf(
        "%d runs, the operator was not answered %d times, %s%n",
        sealed, misses, clients.stream().map(LoopClient::figures).toList());
    assertThat(misses).as(gateway.log()).isZero();
    end.awaitNothingLeft();
  }

  private void mend(OpenedRun run) {
    site.agent()
        .inside(run)
        .write(DefectRepository.FILE, DefectRepository.BROKEN_SHA256, DefectRepository.MENDED);
  }

  /** Nothing of the command that the engine took along counts, and its client learns so. */
  private void loseTheEngineInTheMiddle(OpenedRun run, boolean kill) throws Exception {
    try (ExecutorService worker = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<CommandAnswer> answer =
          worker.submit(() ->
              site.agent()
                  .inside(run)
                  .run(CommandRequest.shell("echo half > half.txt; sleep 31.07")));
      engine.awaitProcess("sleep 31.07");
      second.end(kill);
      try {
        assertThat(answer.get(30, TimeUnit.SECONDS).ending()).isEqualTo("STARTER_LOST");
      } catch (ExecutionException e) {
        assertThat(e.getCause())
            .isInstanceOfSatisfying(
                ProblemException.class,
                refused -> assertThat(refused.code()).isEqualTo("SANDBOX_LOST"));
      }
    }
    assertThat(site.agent().inside(run).list(Optional.empty()).entries())
        .noneMatch(entry -> entry.name().equals("half.txt"));
  }

  private Answer openRaw() {
    String body =
        "{\"repository\":\"%s\",\"revision\":\"main\",\"task\":{\"id\":\"t\",\"text\":\"x\"},\"profile\":\"%s\"}"
            .formatted(site.name(), site.profile());
    return new RawHttp(gateway.address())
        .post(
            "/v1/runs",
            Map.of(
                "Authorization",
                "Bearer " + site.agentToken(),
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                RegisteredRepository.fresh("key")),
            body.getBytes(UTF_8));
  }

  private static void unavailable(Supplier<Answer> call) {
    long began = System.nanoTime();
    Answer answer = call.get();
    Caller.isProblem(answer, "503 ENGINE_UNAVAILABLE");
    assertThat(answer.retryAfter()).isPresent();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
  }
}
