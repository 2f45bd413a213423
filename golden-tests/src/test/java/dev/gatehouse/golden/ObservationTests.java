package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Metrics and log lines of real calls. */
class ObservationTests {
  private static final String DEBUG = "--logging.level.dev.gatehouse.controlplane.metrics=debug";
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void metricsCountCallsAndNameNobody() throws Exception {
    try (Gateway gateway = Gateway.start()) {
      RegisteredRepository site =
          RegisteredRepository.verifiedBy(
              gateway, DefectRepository.repository(), DefectRepository.PYTEST);
      Caller caller = worked(site);
      String scrape = scrape(gateway);
      assertThat(scrape)
          .containsPattern(
              "gatehouse_syscalls_seconds_count\\{outcome=\"done\",syscall=\"file.read\"} 1")
          .containsPattern(
              "gatehouse_syscalls_seconds_count\\{outcome=\"FILE_NOT_FOUND\",syscall=\"file.read\"} 1")
          .containsPattern(
              "gatehouse_syscalls_seconds_count\\{outcome=\"done\",syscall=\"exec.run\"} 1")
          .containsPattern("gatehouse_command_step_seconds_count\\{step=\"run\"} [1-9]")
          .containsPattern("gatehouse_command_step_seconds_count\\{step=\"prepare\"} [1-9]")
          .containsPattern("gatehouse_command_step_seconds_count\\{step=\"commit\"} [1-9]")
          .containsPattern("gatehouse_command_step_seconds_count\\{step=\"force\"} [1-9]")
          .containsPattern("(?m)^gatehouse_runs_open 1.0$")
          .containsPattern("gatehouse_engine_breaker_state\\{state=\"closed\"} 1.0");
      site.sealed(caller.run());
      String agent = site.agent().run(caller.run().runId()).agent();
      assertThat(scrape(gateway).lines().filter(line -> !line.startsWith("#")))
          .hasSizeGreaterThan(50)
          .noneMatch(line ->
              line.contains(caller.run().runId())
                  || line.contains(agent)
                  || line.contains(site.name())
                  || line.contains(site.profile())
                  || line.contains("fare.py")
                  || line.contains(gateway.data().toString())
                  || line.matches(".*=\"(?!/v1/|/actuator|/\\*\\*)/.*"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecs", "logstash"})
  void aLineOfJsonHasTheIdsOfRunAndCall(String format) throws IOException {
    try (Gateway gateway = Gateway.start("--logging.structured.format.console=" + format, DEBUG)) {
      RegisteredRepository site =
          RegisteredRepository.verifiedBy(
              gateway, DefectRepository.repository(), DefectRepository.PYTEST);
      Caller caller = worked(site);
      List<JsonNode> lines = gateway.log().lines().map(JSON::readTree).toList();
      assertThat(lines)
          .filteredOn(line -> line.path("message").asString("").startsWith("file.read: done"))
          .singleElement()
          .satisfies(line -> {
            assertThat(line.path("runId").asString()).isEqualTo(caller.run().runId());
            assertThat(line.path("callId").asString("")).isNotEmpty();
          });
      site.sealed(caller.run());
    }
  }

  @Test
  void aLineOfTextHasThemTooAndOtherLinesDoNot() {
    try (Gateway gateway = Gateway.start(DEBUG)) {
      RegisteredRepository site =
          RegisteredRepository.verifiedBy(
              gateway, DefectRepository.repository(), DefectRepository.PYTEST);
      Caller caller = worked(site);
      assertThat(gateway.log().lines().filter(line -> line.contains("file.read: done")))
          .singleElement()
          .asString()
          .containsPattern(" " + caller.run().runId() + " [A-Za-z0-9_-]+ +d");
      assertThat(gateway.log().lines().filter(line -> line.contains("Gatehouse listens")))
          .singleElement()
          .asString()
          .doesNotContain("%", "replace", "{");
      site.sealed(caller.run());
    }
  }

  /** A run with a file that was read, one that is not there, and a command that changed one. */
  private static Caller worked(RegisteredRepository site) {
    Caller caller = new Caller(site, site.open());
    done(caller, "file.read", "{\"path\":\"fare.py\"}");
    caller.refused("file.read", "{\"path\":\"none.py\"}", "404 FILE_NOT_FOUND");
    done(caller, "exec.run", "{\"shell\":\"echo x > new.txt\"}");
    return caller;
  }

  private static void done(Caller caller, String syscall, String body) {
    assertThat(caller.call("syscalls/" + syscall, caller.headers(), body.getBytes(UTF_8)).status())
        .isEqualTo(200);
  }

  private static String scrape(Gateway gateway) throws IOException, InterruptedException {
    String token = Files.readString(gateway.data().resolve("metrics.token")).strip();
    HttpRequest request =
        HttpRequest.newBuilder(gateway.address().resolve("/actuator/prometheus"))
            .header("Authorization", "Bearer " + token)
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}
