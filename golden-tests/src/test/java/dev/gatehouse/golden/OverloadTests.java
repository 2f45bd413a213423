package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A gateway with a heap of 512 MiB, and somebody who sends or reads as much as there is. Everybody
 * else is served meanwhile, and it all is over when they go.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverloadTests {
  private static final int CONNECTIONS = 110;
  private static final int STRANGERS = 1000;
  private static final int BODY = 10_000_000;
  private static final byte[] NEARLY_ALL = body(9_900_000);
  private static final int LARGE_FILE = 8 * 1024 * 1024;
  private static final int HUGE_FILE = 20 * 1024 * 1024;
  private static final String JSON = "Content-Type: application/json";

  private final Gateway gateway = Gateway.start();
  private final RegisteredRepository site;
  private final RegisteredRepository honest;
  private final List<Wire> wires = new ArrayList<>();

  OverloadTests() {
    Repository origin = DefectRepository.repository();
    origin.write("large.txt", "x".repeat(LARGE_FILE));
    origin.write("huge.txt", "x".repeat(HUGE_FILE));
    origin.commitAll("Large files");
    this.site = RegisteredRepository.verifiedBy(gateway, origin, DefectRepository.PYTEST);
    this.honest = RegisteredRepository.verifiedBy(gateway, origin, DefectRepository.PYTEST);
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @AfterEach
  void everybodyIsServedAndNothingRanOut() {
    othersAreServed();
    wires.forEach(Wire::close);
    wires.clear();
    othersAreServed();
    assertThat(gateway.log()).doesNotContain("OutOfMemoryError");
  }

  @Test
  void bodiesOfStrangersAreNotRead() {
    Map<String, Integer> told = told(CONNECTIONS, "POST /nope", NEARLY_ALL, JSON, length(BODY));
    assertThat(told.keySet()).isSubsetOf("401 UNAUTHENTICATED", "ended");
    assertThat(told).containsKey("401 UNAUTHENTICATED");
  }

  /** Heads of a thousand strangers that never end, each a byte more now and then. */
  @Test
  void headsThatNeverEndAreCutAndOthersAreServedMeanwhile() {
    for (int i = 0; i < STRANGERS; i++) {
      open().send("GET /actuator/health HTTP/1.1\r\nX: ");
    }
    long begin = System.nanoTime();
    List<Wire> left = new ArrayList<>(wires);
    while (!left.isEmpty()) {
      left.removeIf(each -> !each.send(new byte[] {'x'}));
      othersAreServed();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(45));
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
  }

  @Test
  void bodiesOfStrangersInChunksAreNotRead() {
    byte[] chunks = chunks(9_000_000);
    Map<String, Integer> told =
        told(CONNECTIONS, "POST /v1/runs", chunks, JSON, "Transfer-Encoding: chunked");
    assertThat(told.keySet()).isSubsetOf("401 UNAUTHENTICATED", "ended");
  }

  @Test
  void bodiesOfOneAgentAreBoundedInNumberAndMemory() {
    Map<String, Integer> told =
        told(CONNECTIONS, "POST /v1/runs", NEARLY_ALL, JSON, length(BODY), bearer());
    assertThat(told.keySet())
        .isSubsetOf("429 TOO_MANY_CALLS", "503 OVERLOADED", "408 BODY_TIMEOUT", "ended");
    assertThat(told).containsKeys("503 OVERLOADED", "408 BODY_TIMEOUT");
  }

  @Test
  void bodiesInChunksTakeTheirMemoryAsTheyCome() {
    Map<String, Integer> told =
        told(
            CONNECTIONS,
            "POST /v1/runs",
            chunks(9_900_000),
            JSON,
            "Transfer-Encoding: chunked",
            bearer());
    assertThat(told.keySet())
        .isSubsetOf("429 TOO_MANY_CALLS", "503 OVERLOADED", "408 BODY_TIMEOUT", "ended");
    assertThat(told).containsKey("503 OVERLOADED");
  }

  @Test
  void bodiesToAnAddressThatIsNoneAreNotRead() {
    Map<String, Integer> told =
        told(CONNECTIONS, "POST /v1/nope", NEARLY_ALL, JSON, length(BODY), bearer());
    assertThat(told.keySet()).isSubsetOf("404 NOT_FOUND", "429 TOO_MANY_CALLS", "ended");
  }

  @Test
  void bodyThatIsTooLargeIsRefusedByItsLength() {
    try (Wire wire = Wire.to(gateway.address())) {
      wire.request("POST /v1/runs", JSON, length(10 * 1024 * 1024 + 1), bearer());
      assertThat(wire.reply().told()).isEqualTo("413 BODY_TOO_LARGE");
    }
  }

  @Test
  void answersThatNobodyReadsHoldNoMoreThanTheirShare() {
    OpenedRun run = site.open();
    byte[] read = "{\"path\":\"large.txt\",\"maxBytes\":67108864}".getBytes(UTF_8);
    List<Wire> readers = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      Wire wire = open();
      wire.request(
          "POST /v1/runs/" + run.runId() + "/syscalls/file.read",
          "Authorization: Bearer " + run.token(),
          "Gatehouse-Fence: " + run.fence(),
          JSON,
          length(read.length));
      wire.send(read);
      readers.add(wire);
    }
    othersAreServed();
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (Wire wire : readers) {
      statuses.merge(wire.status().orElse(0), 1, Integer::sum);
    }
    assertThat(statuses.keySet()).isSubsetOf(0, 200, 429, 503);
    assertThat(statuses).containsKeys(200, 503);
    readers.forEach(Wire::close);
    site.sealed(run);
  }

  @Test
  void contentThatNoShareHoldsIsTooLarge() {
    OpenedRun run = site.open();
    new Caller(site, run)
        .refused("file.read", "{\"path\":\"huge.txt\",\"maxBytes\":67108864}", "413 TOO_LARGE");
    site.sealed(run);
  }

  /** All of them at once, each with its body; how often each answer came. */
  private Map<String, Integer> told(int connections, String line, byte[] body, String... headers) {
    try (ExecutorService senders = Executors.newFixedThreadPool(32)) {
      for (int i = 0; i < connections; i++) {
        Wire wire = open();
        senders.execute(() -> wire.request(line, headers).send(body));
      }
      othersAreServed();
    }
    othersAreServed();
    Map<String, Integer> told = new TreeMap<>();
    for (Wire wire : wires) {
      told.merge(wire.replied().map(Wire.Reply::told).orElse("ended"), 1, Integer::sum);
    }
    return told;
  }

  /** Health, an operator and another agent. */
  private void othersAreServed() {
    for (String address : List.of("/actuator/health", "/actuator/health/liveness")) {
      try (Wire wire = Wire.to(gateway.address())) {
        assertThat(wire.request("GET " + address).reply().status()).isEqualTo(200);
      }
    }
    assertThat(gateway.operator().runs(RunQuery.ALL, 1)).hasSizeLessThan(2);
    assertThat(honest.agent().runs(RunQuery.ALL, 1)).isEmpty();
  }

  private Wire open() {
    Wire wire = Wire.to(gateway.address());
    wires.add(wire);
    return wire;
  }

  private String bearer() {
    return "Authorization: Bearer " + site.agentToken();
  }

  private static String length(int bytes) {
    return "Content-Length: " + bytes;
  }

  private static byte[] body(int length) {
    byte[] body = new byte[length];
    Arrays.fill(body, (byte) ' ');
    return body;
  }

  private static byte[] chunks(int length) {
    byte[] head = "%s\r\n".formatted(Integer.toHexString(length)).getBytes(ISO_8859_1);
    byte[] all = Arrays.copyOf(head, head.length + length);
    Arrays.fill(all, head.length, all.length, (byte) ' ');
    return all;
  }
}
