package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.Lease;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunQuery;
import dev.gatehouse.client.RunRequest;
import dev.gatehouse.client.RunView;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.folder.RunEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An opening that is sent again under its key opens nothing, and has the first answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpeningKeyTests {
  private final Gateway gateway = Gateway.start();
  private final RegisteredRepository site =
      RegisteredRepository.verifiedBy(
          gateway, DefectRepository.repository(), DefectRepository.PYTEST);

  @AfterAll
  void close() {
    gateway.close();
  }

  @Test
  void sameKeyHasTheSameAnswerWhileTheRunIsOpenAfterAKillAndWhenItIsSealed() {
    RunRequest request = site.request();
    String key = RegisteredRepository.fresh("key");
    int before = runs();
    OpenedRun opened = keyed(key).openRun(request);

    assertThat(keyed(key).openRun(request)).isEqualTo(opened);
    site.agent().inside(opened).write("a.txt", "absent", "a\n");
    gateway.kill();
    gateway.restart();
    OpenedRun again = keyed(key).openRun(request);
    assertThat(again).isEqualTo(opened);
    site.agent().inside(again).write("b.txt", "absent", "b\n");
    RunRecord genesis = RunEvidence.read(RegisteredRepository.folder(site.sealed(again))).run();
    assertThat(keyed(key).openRun(request)).isEqualTo(opened);
    gateway.stop();
    gateway.restart();
    assertThat(keyed(key).openRun(request)).isEqualTo(opened);

    assertThat(runs()).isEqualTo(before + 1);
    assertThat(genesis.opening().orElseThrow().key().text()).isEqualTo(key);
    assertThat(genesis.opening().orElseThrow().requestSha256())
        .isEqualTo(Digest.of(canonical(request).getBytes(UTF_8)));
  }

  @Test
  void sameKeyWithAnotherRequestIsRefused() {
    RunRequest request = site.request();
    String key = RegisteredRepository.fresh("key");
    OpenedRun opened = keyed(key).openRun(request);
    int before = runs();

    for (RunRequest other :
        List.of(
            new RunRequest(request.repository(), "HEAD", request.task(), request.profile()),
            new RunRequest(
                request.repository(),
                request.revision(),
                new RunRequest.Task(request.task().id(), "Something else."),
                request.profile()))) {
      assertThat(code(() -> keyed(key).openRun(other))).isEqualTo("KEY_REUSED");
    }

    assertThat(runs()).isEqualTo(before);
    site.sealed(opened);
    assertThat(code(() -> keyed(key).openRun(site.request()))).isEqualTo("KEY_REUSED");
  }

  @Test
  void keyOfAnotherAgentIsAnotherKey() {
    RunRequest request = site.request();
    RegisteredRepository other = site.withProfile(site.profile());
    String key = RegisteredRepository.fresh("key");
    OpenedRun mine = keyed(key).openRun(request);
    OpenedRun theirs = client(other.agentToken(), key).openRun(request);

    assertThat(theirs.runId()).isNotEqualTo(mine.runId());
    site.sealed(mine);
    other.sealed(theirs);
  }

  @Test
  void openingAndLeaseHaveAKey() {
    OpenedRun run = site.open();
    RawHttp http = new RawHttp(gateway.address());
    byte[] body = canonical(site.request()).getBytes(UTF_8);
    String lease = "/v1/runs/" + run.runId() + "/lease";
    int before = runs();

    Caller.isProblem(http.post("/v1/runs", headers(), body), "400 KEY_MISSING");
    Caller.isProblem(http.post(lease, headers(), "{}".getBytes(UTF_8)), "400 KEY_MISSING");
    Caller.isProblem(http.post("/v1/runs", headers("a b"), body), "400 IDENTIFIER_INVALID");

    assertThat(runs()).isEqualTo(before);
    site.sealed(run);
  }

  @Test
  void callsAtOnceUnderOneKeyOpenOneRun() throws Exception {
    RunRequest request = site.request();
    String key = RegisteredRepository.fresh("key");
    int before = runs();
    List<Future<OpenedRun>> calls = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 0; n < 6; n++) {
        calls.add(callers.submit(() -> keyed(key).openRun(request)));
      }
      OpenedRun opened = calls.getFirst().get(2, TimeUnit.MINUTES);
      for (Future<OpenedRun> call : calls) {
        assertThat(call.get(2, TimeUnit.MINUTES)).isEqualTo(opened);
      }
      assertThat(runs()).isEqualTo(before + 1);
      site.sealed(opened);
    }
  }

  @Test
  void leaseThatIsTakenAgainUnderItsKeyIsTheSameAndEndsNobodysLease() {
    OpenedRun run = site.open();
    String key = RegisteredRepository.fresh("key");
    Lease taken = keyed(key).takeLease(run.runId());
    assertThat(keyed(key).takeLease(run.runId())).isEqualTo(taken);
    site.agent().inside(run.runId(), taken).write("a.txt", "absent", "a\n");

    Lease later = site.agent().takeLease(run.runId());
    assertThat(later.fence()).isEqualTo(taken.fence() + 1);
    assertThat(keyed(key).takeLease(run.runId())).isEqualTo(taken);
    site.agent().inside(run.runId(), later).write("b.txt", "absent", "b\n");

    site.agent().inside(run.runId(), later).submit();
    site.awaitSeal(run.runId());
  }

  @Test
  void submitThatIsSentAgainSubmitsOnce() {
    OpenedRun run = site.open();
    RunClient worker = site.agent().inside(run);
    worker.submit();
    assertThat(worker.submit().runId()).isEqualTo(run.runId());
    RunView sealed = site.awaitSeal(run.runId());

    assertThat(worker.submit().sealSha256()).isEqualTo(sealed.sealSha256());
    assertThat(gateway.operator().events(run.runId(), -1, 0).events())
        .filteredOn(event -> event.path("kind").asString().equals("run.submitted"))
        .hasSize(1);
  }

  private int runs() {
    return gateway.operator().runs(RunQuery.ALL, 500).size();
  }

  private GatehouseClient keyed(String key) {
    return client(site.agentToken(), key);
  }

  private GatehouseClient client(String token, String key) {
    return new GatehouseClient(gateway.address(), token, () -> key);
  }

  private Map<String, String> headers() {
    return Map.of(
        "Authorization", "Bearer " + site.agentToken(), "Content-Type", "application/json");
  }

  private Map<String, String> headers(String key) {
    return Map.of(
        "Authorization",
        "Bearer " + site.agentToken(),
        "Content-Type",
        "application/json",
        "Idempotency-Key",
        key);
  }

  private static String canonical(RunRequest request) {
    return """
    {"profile":"%s","repository":"%s","revision":"%s","task":{"id":"%s","text":"%s"}}\
    """
        .formatted(
            request.profile(),
            request.repository(),
            request.revision(),
            request.task().id(),
            request.task().text());
  }

  private static String code(Runnable call) {
    return catchThrowableOfType(ProblemException.class, call::run).code();
  }
}
