package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.OpenedRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More connections without a token than there may be, from one address. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrowdTests {
  private static final int CONNECTIONS = 200;
  private static final int STRANGERS = 500;
  private static final int MORE = 25;
  private static final int ROUNDS = 20;
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private final List<Wire> wires = new ArrayList<>();

  @AfterEach
  void close() {
    wires.forEach(Wire::close);
    wires.clear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET /v1/runs HTTP/1.1\r\nX: "})
  void strangersWhoHoldConnectionsHoldUpNeitherHealthNorOperators(String head) {
    try (Gateway gateway = start()) {
      crowd(gateway, head, STRANGERS);
      for (int round = 0; round < ROUNDS; round++) {
        crowd(gateway, head, MORE);
        long began = System.nanoTime();
        try (Wire wire = Wire.to(gateway.address())) {
          assertThat(wire.request("GET /actuator/health").reply().status()).isEqualTo(200);
        }
        try (Wire wire = Wire.to(gateway.address())) {
          wire.request("GET /v1/runs?limit=1", bearer(gateway));
          assertThat(wire.reply().status()).isEqualTo(200);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
      }
    }
  }

  @Test
  void aCallInProgressIsNotEndedForOthers() {
    try (Gateway gateway = start()) {
      RegisteredRepository site =
          RegisteredRepository.verifiedBy(gateway, DefectRepository.repository(), "true");
      OpenedRun run = site.open();
      try (Wire waits = Wire.to(gateway.address())) {
        waits.request(
            "GET /v1/runs/%s/events?after=100000&waitMillis=5000".formatted(run.runId()),
            bearer(gateway));
        crowd(gateway, "", STRANGERS);
        assertThat(waits.reply().status()).isEqualTo(200);
      }
      site.sealed(run);
    }
  }

  /** One where nothing but the room for others ends a connection while a test lasts. */
  private static Gateway start() {
    return Gateway.start(
        "--gatehouse.connections=" + CONNECTIONS,
        "--gatehouse.head-within=10m",
        "--server.tomcat.connection-timeout=10m");
  }

  private void crowd(Gateway gateway, String head, int strangers) {
    for (int i = 0; i < strangers; i++) {
      Wire wire = Wire.to(gateway.address());
      wires.add(wire);
      wire.send(head);
    }
  }

  private static String bearer(Gateway gateway) {
    return "Authorization: Bearer " + gateway.operatorToken();
  }
}
