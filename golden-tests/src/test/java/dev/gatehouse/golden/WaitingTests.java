package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A gateway with few threads, little time and few connections, each of them asked for too much. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaitingTests {
  private static final int THREADS = 32;
  private static final int CONNECTIONS = 150;
  private static final int LARGE_FILE = 16 * 1024 * 1024;
  private static final String JSON = "Content-Type: application/json";

  private final Gateway gateway =
      Gateway.start(
          "--gatehouse.threads=" + THREADS,
          "--gatehouse.calls-at-once=20",
          "--gatehouse.calls-per-second=100",
          "--gatehouse.head-within=2s",
          "--gatehouse.body-within=10s",
          "--gatehouse.answer-within=5s",
          "--gatehouse.connections=" + CONNECTIONS);
  private final RegisteredRepository site =
      RegisteredRepository.verifiedBy(gateway, withALargeFile(), DefectRepository.PYTEST);
  private final RegisteredRepository honest =
      RegisteredRepository.verifiedBy(
          gateway, DefectRepository.repository(), DefectRepository.PYTEST);
  private final List<Wire> wires = new ArrayList<>();

  private static Repository withALargeFile() {
    Repository origin = DefectRepository.repository();
    origin.write("large.txt", "x".repeat(LARGE_FILE));
    origin.commitAll("A large file");
    return origin;
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @AfterEach
  void close() {
    wires.forEach(Wire::close);
    wires.clear();
    othersAreServed();
  }

  @Test
  void callsThatWaitDoNotTakeEveryThread() {
    List<RegisteredRepository> agents =
        Stream.generate(() -> site.withProfile(site.profile())).limit(3).toList();
    List<OpenedRun> runs = agents.stream().map(RegisteredRepository::open).toList();
    List<Wire> waiting = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      String run = runs.get(i % runs.size()).runId();
      String wait = "GET /v1/runs/%s/events?after=100000&waitMillis=6000".formatted(run);
      waiting.add(open().request(wait, bearer(agents.get(i % runs.size()).agentToken())));
    }
    othersAreServed();
    List<String> told = waiting.stream().map(each -> each.reply().told()).toList();
    assertThat(told).contains("503 OVERLOADED", "429 TOO_MANY_CALLS");
    assertThat(told.stream().filter("200 none"::equals)).hasSizeBetween(1, THREADS / 8);
    for (int i = 0; i < runs.size(); i++) {
      agents.get(i).sealed(runs.get(i));
    }
  }

  @Test
  void callsOfOneIdentityAtOnceAreBounded() {
    OpenedRun run = site.open();
    // All are connected before the first one's body begins to be late.
    List<Wire> many = Stream.generate(this::open).limit(30).toList();
    for (int i = 0; i < many.size(); i++) {
      String token = i % 2 == 0 ? run.token() : site.agentToken();
      many.get(i)
          .request(
              "POST /v1/runs/%s/%s".formatted(run.runId(), i % 2 == 0 ? "submit" : "lease"),
              bearer(token),
              "Gatehouse-Fence: " + run.fence(),
              JSON,
              "Content-Length: 2");
    }
    othersAreServed();
    List<Wire.Reply> replies = many.stream().map(Wire::reply).toList();
    assertThat(replies.stream().map(Wire.Reply::told))
        .contains("429 TOO_MANY_CALLS", "408 BODY_TIMEOUT");
    assertThat(replies.stream().filter(each -> each.status() == 429))
        .hasSizeGreaterThanOrEqualTo(10)
        .allSatisfy(each -> assertThat(each.head()).contains("retry-after: 1"));
    site.sealed(run);
  }

  @Test
  void callsOfOneIdentityInASecondAreBounded() {
    RegisteredRepository busy = site.withProfile(site.profile());
    // A connection serves a hundred calls at most.
    List<Wire> many = IntStream.range(0, 12).mapToObj(i -> open()).toList();
    for (int i = 0; i < 50; i++) {
      many.forEach(each -> each.request("GET /v1/runs?limit=1", bearer(busy.agentToken())));
    }
    List<String> told =
        many.stream()
            .flatMap(each -> IntStream.range(0, 50).mapToObj(i -> each.reply().told()))
            .toList();
    assertThat(told).contains("200 none", "429 TOO_MANY_CALLS");
    assertThat(told.stream().filter("200 none"::equals)).hasSizeGreaterThanOrEqualTo(200);
    othersAreServed();
  }

  @Test
  void bodyThatTricklesIsCut() {
    Wire wire =
        open().request("POST /v1/runs", JSON, bearer(site.agentToken()), "Content-Length: 1000");
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (wire.send(new byte[] {' '}) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(50_000_000);
    }
    assertThat(wire.reply().told()).isEqualTo("408 BODY_TIMEOUT");
  }

  @Test
  void headThatTricklesIsCut() {
    Wire wire = open().send("GET /actuator/health HTTP/1.1\r\nHost: ");
    assertThat(wire.trickles()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(9));
  }

  @Test
  void headThatTricklesOnAConnectionThatWasServedIsCut() {
    Wire wire = open().request("GET /v1/runs?limit=1", bearer(honest.agentToken()));
    assertThat(wire.reply().status()).isEqualTo(200);
    wire.send("GET /v1/runs HTTP/1.1\r\nHost: ");
    assertThat(wire.trickles()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(9));
  }

  @Test
  void headsThatAreWholeInTimeAreServedOnOneConnectionForLongerThanAHeadMayTake() {
    Wire wire = open();
    long until = System.nanoTime() + Duration.ofSeconds(4).toNanos();
    while (System.nanoTime() < until) {
      wire.send("GET /v1/runs?limit=1 HTTP/1.1\r\nHost: gatehouse\r\n");
      LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
      wire.send(bearer(honest.agentToken()) + "\r\n\r\n");
      assertThat(wire.reply().status()).isEqualTo(200);
    }
  }

  @Test
  void bodyThatNeverComesIsCut() {
    Wire wire =
        open().request("POST /v1/runs", JSON, bearer(site.agentToken()), "Content-Length: 1000");
    assertThat(wire.reply().told()).isEqualTo("408 BODY_TIMEOUT");
  }

  @Test
  void answerThatIsReadTooSlowlyIsCut() {
    OpenedRun run = site.open();
    String body = "{\"path\":\"large.txt\",\"maxBytes\":67108864}";
    Wire slow =
        open()
            .request(
                "POST /v1/runs/" + run.runId() + "/syscalls/file.read",
                bearer(run.token()),
                "Gatehouse-Fence: " + run.fence(),
                JSON,
                "Content-Length: " + body.length())
            .send(body);
    assertThat(slow.readSlowly()).isBetween(1L, LARGE_FILE - 1L);
    site.sealed(run);
  }

  @Test
  void probesAtOnceAreBoundedAndDoNotStopTheNext() {
    List<Wire> probes = IntStream.range(0, 100).mapToObj(i -> open()).toList();
    probes.forEach(each -> each.request("GET /actuator/health"));
    assertThat(probes.stream().map(each -> each.reply().status())).isSubsetOf(200, 503);
    othersAreServed();
  }

  @Test
  void idleConnectionsAreClosedForOthers() {
    for (int i = 0; i < CONNECTIONS * 2; i++) {
      Wire wire = open();
      if (i % 2 == 0) {
        wire.send("GET /v1/runs HTTP/1.1\r\nHost: ");
      }
    }
    othersAreServed();
    assertThat(wires.getFirst().ends()).isTrue();
  }

  private void othersAreServed() {
    for (String address : List.of("/actuator/health", "/actuator/health/readiness")) {
      try (Wire wire = Wire.to(gateway.address())) {
        assertThat(wire.request("GET " + address).reply().status()).isEqualTo(200);
      }
    }
    assertThat(honest.agent().runs(RunQuery.ALL, 1)).isEmpty();
  }

  private Wire open() {
    Wire wire = Wire.to(gateway.address());
    wires.add(wire);
    return wire;
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }
}
