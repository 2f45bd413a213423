package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.OpenedRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
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

  /** Nothing but the room for others ends a connection of it while a test lasts. */
  private final Gateway gateway =
      Gateway.start(
          "--gatehouse.connections=" + CONNECTIONS,
          "--gatehouse.head-within=10m",
          "--server.tomcat.connection-timeout=10m");

  private final List<Wire> wires = new ArrayList<>();

  @AfterAll
  void stop() {
    gateway.close();
  }

  @AfterEach
  void close() {
    wires.forEach(Wire::close);
    wires.clear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET /v1/runs HTTP/1.1\r\nX: "})
  void strangersWhoHoldConnectionsHoldUpNeitherHealthNorOperators(String head) {
    crowd(head, STRANGERS);
    for (int round = 0; round < ROUNDS; round++) {
      crowd(head, MORE);
      long began = System.nanoTime();
      try (Wire wire = Wire.to(gateway.address())) {
        assertThat(wire.request("GET /actuator/health").reply().status()).isEqualTo(200);
      }
      try (Wire wire = Wire.to(gateway.address())) {
        wire.request("GET /v1/runs?limit=1", operator());
        assertThat(wire.reply().status()).isEqualTo(200);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
    }
  }

  @Test
  void aCallInProgressIsNotEndedForOthers() {
    RegisteredRepository site =
        RegisteredRepository.verifiedBy(gateway, DefectRepository.repository(), "true");
    OpenedRun run = site.open();
    try (Wire waits = Wire.to(gateway.address())) {
      waits.request(
          "GET /v1/runs/%s/events?after=100000&waitMillis=5000".formatted(run.runId()), operator());
      crowd("", STRANGERS);
      assertThat(waits.reply().status()).isEqualTo(200);
    }
    site.sealed(run);
  }

  private void crowd(String head, int strangers) {
    for (int i = 0; i < strangers; i++) {
      Wire wire = Wire.to(gateway.address());
      wires.add(wire);
      wire.send(head);
    }
  }

  private String operator() {
    return "Authorization: Bearer " + gateway.operatorToken();
  }
}
