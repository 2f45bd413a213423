package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.RunQuery;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands outside of runs: a stable code for each mistake, and nothing left behind. */
@ExtendWith(SharedGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRequestTests {
  private final Gateway gateway;
  private final RawHttp http;
  private final RegisteredRepository site;

  BadRequestTests(Gateway gateway) {
    this.gateway = gateway;
    this.http = new RawHttp(gateway.address());
    this.site =
        RegisteredRepository.verifiedBy(
            gateway, DefectRepository.repository(), DefectRepository.PYTEST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "repository | nowhere | 404 REPOSITORY_UNKNOWN",
        "repository | ../../etc | 400 IDENTIFIER_INVALID",
        "repository | /etc | 400 IDENTIFIER_INVALID",
        "revision | nothing | 404 REVISION_UNKNOWN",
        "revision | --upload-pack=sh | 404 REVISION_UNKNOWN",
        "revision | main~1 | 404 REVISION_UNKNOWN",
        "revision | main\\u0000 | 400 BODY_INVALID",
        "revision | 0000000000000000000000000000000000000000 | 404 REVISION_UNKNOWN",
        "text | a\\u0000b | 400 BODY_INVALID",
        "profile | default | 404 PROFILE_UNKNOWN",
        "profile | nothing | 404 PROFILE_UNKNOWN",
        "profile | a b | 400 IDENTIFIER_INVALID"
      })
  void runThatCannotBeOpenedLeavesNothing(String member, String value, String told) {
    int before = site.agent().runs(RunQuery.ALL, 500).size();
    Map<String, String> members = new TreeMap<>();
    members.put("repository", site.name());
    members.put("revision", "main");
    members.put("profile", site.profile());
    members.put(member, value);
    String text = Optional.ofNullable(members.remove("text")).orElse("x");
    StringBuilder body =
        new StringBuilder("{\"task\":{\"id\":\"t\",\"text\":\"%s\"}".formatted(text));
    members.forEach((name, sent) -> body.append(",\"%s\":\"%s\"".formatted(name, sent)));

    Caller.isProblem(
        http.post("/v1/runs", bearing(site.agentToken()), (body + "}").getBytes(UTF_8)), told);

    assertThat(site.agent().runs(RunQuery.ALL, 500)).hasSize(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/repositories | {\"name\":\"a b\",\"origin\":\"/tmp\"} | 400 IDENTIFIER_INVALID",
        "/v1/repositories | {\"name\":\"ok\",\"origin\":\"tmp\"} | 400 BODY_INVALID",
        "/v1/repositories | {\"name\":\"ok\",\"origin\":\"/tmp/a\\u0000\"} | 400 BODY_INVALID",
        "/v1/repositories | {\"name\":\"ok\",\"origin\":\"/dev/null/x\"} | 409 ORIGIN_NOT_A_REPOSITORY",
        "/v1/repositories | {\"name\":\"ok\",\"url\":\"http://x\"} | 400 BODY_INVALID",
        "/v1/agents | {\"name\":\"ok\",\"repositories\":[],\"profiles\":[],\"openRuns\":0} | 400 BODY_INVALID",
        "/v1/agents | {\"name\":\"ok\",\"repositories\":[\"..\"],\"profiles\":[],\"openRuns\":1} | 400 IDENTIFIER_INVALID",
        "/v1/agents | {\"name\":\"ok\",\"repositories\":[\"nowhere\"],\"profiles\":[],\"openRuns\":1} | 404 REPOSITORY_UNKNOWN",
        "/v1/agents | {\"name\":\"ok\",\"repositories\":[],\"profiles\":[\"nothing\"],\"openRuns\":1} | 404 PROFILE_UNKNOWN",
        "/v1/profiles | {\"name\":\"ok\",\"base\":\"nothing\",\"steps\":[{\"id\":\"s\",\"shell\":\"ls\"}]} | 404 PROFILE_UNKNOWN",
        "/v1/profiles | {\"name\":\"ok\",\"base\":\"default\",\"steps\":[]} | 400 BODY_INVALID",
        "/v1/approvals/nothing/decision | {\"decision\":\"MAYBE\",\"proposalSha256\":\"0\"} | 400 BODY_INVALID",
        "/v1/approvals/nothing/decision | {\"decision\":\"DENY\",\"proposalSha256\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"comment\":\"a\\u0000\"} | 400 BODY_INVALID",
        "/v1/runs/nothing/merge | {} | 400 BODY_INVALID",
        "/v1/nothing | {} | 404 NOT_FOUND"
      })
  void operatorsMistakeIsToldToo(String path, String body, String told) {
    String before = new String(gateway.operator().dump(), UTF_8);

    Caller.isProblem(http.post(path, bearing(gateway.operatorToken()), body.getBytes(UTF_8)), told);

    assertThat(new String(gateway.operator().dump(), UTF_8)).isEqualTo(before);
  }

  private static Map<String, String> bearing(String token) {
    return Map.of(
        "Authorization",
        "Bearer " + token,
        "Content-Type",
        "application/json",
        "Idempotency-Key",
        RegisteredRepository.fresh("key"));
  }
}
