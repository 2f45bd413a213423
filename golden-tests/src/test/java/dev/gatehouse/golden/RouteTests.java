package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who calls, which call it is and whether they may: all of it before a byte of the body. */
@ExtendWith(SharedGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouteTests {
  private static final String JSON = "Content-Type: application/json";
  private static final String NEVER_SENT = "Content-Length: 9000000";
  private static final String INVITED = "Expect: 100-continue";

  private final Gateway gateway;
  private final RegisteredRepository site;
  private final Caller caller;

  RouteTests(Gateway gateway) {
    this.gateway = gateway;
    this.site =
        RegisteredRepository.verifiedBy(
            gateway, DefectRepository.repository(), DefectRepository.PYTEST);
    this.caller = new Caller(site, site.open());
  }

  @AfterAll
  void seal() {
    site.sealed(caller.run());
  }

  static Stream<Route> routes() {
    List<Route> all = Route.all();
    assertThat(all).hasSizeGreaterThan(15);
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void everyCallSaysWhoMayMakeIt(Route route) {
    assertThat(route.roles()).isNotEmpty().isSubsetOf("Operator", "Agent", "Worker");
  }

  @ParameterizedTest
  @MethodSource("routes")
  void strangerIsRefusedBeforeTheBody(Route route) {
    refusedAtOnce(route.method() + " " + route.path(), "Accept: */*", "401 UNAUTHENTICATED");
    refusedAtOnce(
        route.method() + " " + route.path(),
        "Authorization: Bearer gho_nonsense",
        "401 UNAUTHENTICATED");
  }

  @ParameterizedTest
  @MethodSource("routes")
  void otherRoleIsRefusedBeforeTheBody(Route route) {
    refusedAtOnce(line(route), bearer(metricsToken()), "403 FORBIDDEN");
    if (!route.roles().contains("Operator")) {
      refusedAtOnce(line(route), bearer(gateway.operatorToken()), "403 FORBIDDEN");
    }
    if (!route.roles().contains("Agent")) {
      refusedAtOnce(line(route), bearer(site.agentToken()), "403 FORBIDDEN");
    }
    if (!route.roles().contains("Worker")) {
      String line = line(route).replace("/v1/runs/nothing", "/v1/runs/" + caller.run().runId());
      refusedAtOnce(line, bearer(caller.run().token()), "403 FORBIDDEN");
    }
  }

  private String metricsToken() {
    try {
      return Files.readString(gateway.data().resolve("metrics.token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%761/runs",
        "/v1/%72uns",
        "//v1/runs",
        "/v1//runs",
        "/v1/runs/",
        "/v1/runs;x=1",
        "/v1;/runs",
        "/./v1/runs",
        "/x/../v1/runs",
        "/%2e/v1/runs",
        "/V1/runs",
        "/error",
        "/actuator",
        "/actuator/",
        "/actuator/health/",
        "/actuator/health;x",
        "/actuator//health",
        "/actuator/%68ealth",
        "/actuator/health/db",
        "/actuator/env",
        "/v1/health",
        "/favicon.ico",
        "/",
        "/nope"
      })
  void noSpellingOfAnAddressGoesWithoutAToken(String address) {
    for (String method : List.of("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "BREW")) {
      try (Wire wire = Wire.to(gateway.address())) {
        Wire.Reply reply = wire.request(method + " " + address, JSON, NEVER_SENT).reply();
        assertThat(reply.status()).as(method).isIn(400, 401);
        assertThat(reply.head()).contains("connection: close");
      }
    }
    refusedAtOnce(
        "POST " + address,
        bearer(site.agentToken()),
        "404 NOT_FOUND",
        "405 METHOD_NOT_ALLOWED",
        "403 FORBIDDEN");
  }

  @Test
  void onlyTheStatusWordIsOpen() {
    for (String address :
        List.of(
            "/actuator/health",
            "/actuator/health/liveness",
            "/actuator/health/readiness",
            "/actuator/health/database")) {
      try (Wire wire = Wire.to(gateway.address())) {
        assertThat(wire.request("GET " + address).reply().body()).contains("\"status\":\"UP\"");
      }
      refusedAtOnce("POST " + address, "Accept: */*", "401 UNAUTHENTICATED");
    }
  }

  @Test
  void refusalOfAStrangerNamesTheHealth() {
    try (Wire wire = Wire.to(gateway.address())) {
      assertThat(wire.request("GET /v1/health").reply().problem().path("next").asString())
          .contains("/actuator/health");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE /v1/runs, GET",
    "GET /v1/agents, POST",
    "PUT /v1/repositories, POST",
    "POST /actuator/health, GET"
  })
  void anotherMethodIsRefusedWithThoseThatThereAre(String line, String allowed) {
    try (Wire wire = Wire.to(gateway.address())) {
      Wire.Reply reply =
          wire.request(line, JSON, NEVER_SENT, bearer(gateway.operatorToken())).reply();
      assertThat(reply.told()).isEqualTo("405 METHOD_NOT_ALLOWED");
      assertThat(reply.head())
          .containsPattern("allow: [a-z, ]*" + allowed.toLowerCase(java.util.Locale.ROOT));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "+1", " 1 1", "1.0", "0x1", "1e0", "001", "१"})
  void fenceIsWrittenInOneWay(String fence) {
    try (Wire wire = Wire.to(gateway.address())) {
      Wire.Reply reply =
          wire.request(
                  "GET /v1/runs/" + caller.run().runId(),
                  bearer(caller.run().token()),
                  "Gatehouse-Fence: " + fence)
              .reply();
      assertThat(reply.told()).isEqualTo("400 FENCE_MISSING");
    }
  }

  @Test
  void headerThatIsThereTwiceIsNotChosenFrom() {
    try (Wire wire = Wire.to(gateway.address())) {
      assertThat(
              wire.request(
                      "GET /v1/runs", bearer(site.agentToken()), bearer(gateway.operatorToken()))
                  .reply()
                  .told())
          .isEqualTo("401 UNAUTHENTICATED");
    }
  }

  /** Twice: with an invitation that must not be given, and with a body that never comes. */
  private void refusedAtOnce(String line, String header, String... told) {
    for (String invited : List.of(INVITED, "Accept: */*")) {
      try (Wire wire = Wire.to(gateway.address())) {
        Wire.Reply reply = wire.request(line, header, fence(), JSON, NEVER_SENT, invited).reply();
        assertThat(reply.told()).as("%s %s", line, reply).isIn((Object[]) told);
      }
    }
  }

  private String fence() {
    return "Gatehouse-Fence: " + caller.run().fence();
  }

  private static String line(Route route) {
    return route.method() + " " + route.path();
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }
}
