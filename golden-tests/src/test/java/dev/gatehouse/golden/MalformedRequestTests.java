package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no request at all still gets a problem with a code, a reason and a next step. */
@ExtendWith(SharedGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MalformedRequestTests {
  private static final String HOST = "Host: gatehouse\r\n";
  private static final String POST = "POST /v1/runs HTTP/1.1\r\n" + HOST;

  private final Gateway gateway;
  private final RegisteredRepository site;

  MalformedRequestTests(Gateway gateway) {
    this.gateway = gateway;
    this.site =
        RegisteredRepository.verifiedBy(
            gateway, DefectRepository.repository(), DefectRepository.PYTEST);
  }

  static Stream<Arguments> requests() {
    String chunked = "Transfer-Encoding: chunked\r\n";
    return Stream.of(
        Arguments.of("GET /v1/%2fruns HTTP/1.1\r\n" + HOST, "400 REQUEST_MALFORMED"),
        Arguments.of("GET /v1/%00 HTTP/1.1\r\n" + HOST, "400 REQUEST_MALFORMED"),
        Arguments.of("GET /v1/%5cruns HTTP/1.1\r\n" + HOST, "400 REQUEST_MALFORMED"),
        Arguments.of("GET /v1\\runs HTTP/1.1\r\n" + HOST, "400 REQUEST_MALFORMED"),
        Arguments.of("GET /v1/%zz HTTP/1.1\r\n" + HOST, "400 REQUEST_MALFORMED"),
        Arguments.of("GET /v1/%ff HTTP/1.1\r\n" + HOST, "400 REQUEST_MALFORMED"),
        Arguments.of("GET /" + "a".repeat(9000) + " HTTP/1.1\r\n" + HOST, "400 REQUEST_MALFORMED"),
        Arguments.of(
            "GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(9000) + "\r\n",
            "400 REQUEST_MALFORMED"),
        Arguments.of("GET / HTTP/1.1\r\n" + HOST + "X: a\r\n".repeat(200), "400 REQUEST_MALFORMED"),
        Arguments.of("GET / HTTP/1.1\r\n" + HOST + HOST, "400 REQUEST_MALFORMED"),
        Arguments.of("GET / HTTP/1.1\r\n", "400 REQUEST_MALFORMED"),
        Arguments.of("GET / HTTP/1.1\r\n" + HOST + "no colon\r\n", "400 REQUEST_MALFORMED"),
        Arguments.of("GET / HTTP/9.9\r\n" + HOST, "505 REQUEST_MALFORMED"),
        Arguments.of("G@T / HTTP/1.1\r\n" + HOST, "400 REQUEST_MALFORMED"),
        Arguments.of("nonsense\r\n", "400 REQUEST_MALFORMED"),
        // Well-formed: the connection would stay open if the client did not ask to close it.
        Arguments.of(
            "TRACE /v1/runs HTTP/1.1\r\n" + HOST + "Connection: close\r\n",
            "405 METHOD_NOT_ALLOWED"),
        Arguments.of("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n", "501 REQUEST_MALFORMED"),
        Arguments.of(POST + chunked + chunked, "400 REQUEST_MALFORMED"),
        Arguments.of(POST + chunked + "Content-Length: 3\r\n", "400 REQUEST_MALFORMED"),
        Arguments.of(POST + "cOnTent-length: 3\r\n" + chunked, "400 REQUEST_MALFORMED"),
        Arguments.of(POST + "Transfer-Encoding: gzip\r\n", "501 REQUEST_MALFORMED"),
        Arguments.of(POST + "Transfer-Encoding: gzip, chunked\r\n", "501 REQUEST_MALFORMED"),
        Arguments.of(POST + "Content-Length: -1\r\n", "400 REQUEST_MALFORMED"),
        Arguments.of(POST + "Content-Length: 1x\r\n", "400 REQUEST_MALFORMED"),
        Arguments.of(POST + "Content-Length: 1\r\nContent-Length: 2\r\n", "400 REQUEST_MALFORMED"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void containersOwnRefusalIsAProblem(String request, String told) {
    try (Wire wire = Wire.to(gateway.address())) {
      Wire.Reply reply = wire.send(request + "\r\n").reply();
      assertThat(reply.told()).as("%s", reply).isEqualTo(told);
      assertThat(reply.problem().path("detail").asString()).isNotEmpty();
      assertThat(reply.problem().path("next").asString()).isNotEmpty();
      assertThat(reply.body().toLowerCase(Locale.ROOT)).doesNotContain("tomcat", "exception");
      assertThat(wire.ends()).isTrue();
    }
  }

  @Test
  void chunkThatIsNoneIsRefused() {
    try (Wire wire = Wire.to(gateway.address())) {
      wire.request(
          "POST /v1/runs",
          "Authorization: Bearer " + site.agentToken(),
          "Content-Type: application/json",
          "Transfer-Encoding: chunked");
      assertThat(wire.send("zz\r\n{}\r\n0\r\n\r\n").reply().told())
          .isEqualTo("400 REQUEST_MALFORMED");
      assertThat(wire.ends()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/runs?after=%ED%A0%B5",
        "/v1/runs?after=%ff",
        "/v1/runs?after=%zz",
        "/v1/runs?limit=x",
        "/v1/runs?limit=99999999999",
        "/v1/runs?limit=%00",
        "/v1/runs/nothing/events?after=x",
        "/v1/approvals?state=nothing",
        "/v1/approvals?state=%ED%A0%B5"
      })
  void parameterThatIsNoneIsRefused(String address) {
    try (Wire wire = Wire.to(gateway.address())) {
      Wire.Reply reply =
          wire.request("GET " + address, "Authorization: Bearer " + gateway.operatorToken())
              .reply();
      assertThat(reply.told()).as("%s", reply).isEqualTo("400 PARAMETER_INVALID");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/approvals?after=%00", "/v1/runs?after=%00", "/v1/runs?prefix=%00"})
  void parameterThatIsNoIdIsRefused(String address) {
    try (Wire wire = Wire.to(gateway.address())) {
      Wire.Reply reply =
          wire.request("GET " + address, "Authorization: Bearer " + gateway.operatorToken())
              .reply();
      assertThat(reply.told()).as("%s", reply).isEqualTo("400 IDENTIFIER_INVALID");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"task\":\"fix\"} | the member task is an object",
        "{\"task\":{\"id\":7}} | the member task.id is a string",
        "{\"task\":[]} | the member task is an object",
        "{\"repository\":{}} | the member repository is a string",
        "{\"repository\":true} | the member repository is a string",
        "{\"nothing\":1} | the member nothing is not one of this call; known are profile, repository, revision, task",
        "{\"task\":{\"no\":1}} | the member task.no is not one of this call; known are id, text",
        "{\"repository\":\"\\ud800\"} | the member repository is not well-formed Unicode",
        "{} {} | something follows",
        "[] | a JSON object",
        "7 | a JSON object"
      })
  void bodyOfAnotherTypeNamesTheMemberAndWhatItIs(String body, String reason) {
    try (Wire wire = Wire.to(gateway.address())) {
      Wire.Reply reply =
          wire.request(
                  "POST /v1/runs",
                  "Authorization: Bearer " + site.agentToken(),
                  "Content-Type: application/json",
                  "Content-Length: " + body.length())
              .send(body)
              .reply();
      assertThat(reply.told()).isEqualTo("400 BODY_INVALID");
      assertThat(reply.problem().path("detail").asString()).contains(reason);
      assertThat(reply.body()).doesNotContain("dev.gatehouse.", "java.", "jackson", "`");
    }
  }
}
