package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.EventPage;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.golden.RawHttp.Answer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** Calls one open run byte by byte, and looks what its journal says of each call. */
record Caller(RegisteredRepository site, OpenedRun run) {

  /** Sends this body to a syscall, and demands the refusal {@code STATUS CODE} and its line. */
  void refused(String syscall, String body, String told) {
    refused(syscall, headers(), body.getBytes(UTF_8), told);
  }

  /** The same with these headers. */
  void refused(String syscall, Map<String, String> headers, byte[] body, String told) {
    long before = last();
    isProblem(syscall(syscall, headers, body), told);
    String code = told.substring(told.indexOf(' ') + 1);
    assertThat(since(before))
        .singleElement()
        .satisfies(line -> {
          assertThat(line.path("kind").asString()).isEqualTo("call.refused");
          assertThat(line.path("code").asString()).isEqualTo(code);
        });
  }

  /** Demands that the call is turned away before the dispatcher: a problem, and no line. */
  void turnedAway(String syscall, Map<String, String> headers, byte[] body, String told) {
    long before = last();
    isProblem(syscall(syscall, headers, body), told);
    assertThat(since(before)).isEmpty();
  }

  /** Sends a call of this run as it is. */
  Answer call(String name, Map<String, String> headers, byte[] body) {
    return new RawHttp(site.gateway().address())
        .post("/v1/runs/" + run.runId() + "/" + name, headers, body);
  }

  /** What a well-behaved worker sends along. */
  Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Authorization", "Bearer " + run.token());
    headers.put("Gatehouse-Fence", Long.toString(run.fence()));
    headers.put("Idempotency-Key", RegisteredRepository.fresh("key"));
    headers.put("Content-Type", "application/json");
    return headers;
  }

  /** The same but for this header. */
  Map<String, String> with(String name, String value) {
    Map<String, String> headers = headers();
    headers.put(name, value);
    return headers;
  }

  /** The same without this header. */
  Map<String, String> without(String name) {
    Map<String, String> headers = headers();
    headers.remove(name);
    return headers;
  }

  /** The same with another token. */
  Map<String, String> bearing(String token) {
    return with("Authorization", "Bearer " + token);
  }

  /** The number of the last line of the run's journal. */
  long last() {
    UnaryOperator<EventPage> next =
        page -> site.gateway().operator().events(run.runId(), page.last(), 0);
    EventPage page = new EventPage(List.of(), -1);
    for (EventPage more = next.apply(page); !more.events().isEmpty(); more = next.apply(more)) {
      page = more;
    }
    return page.last();
  }

  /** The lines behind that one. */
  List<JsonNode> since(long line) {
    return site.gateway().operator().events(run.runId(), line, 0).events();
  }

  /** Demands a problem document of this status and code, which says what to do next. */
  static void isProblem(Answer answer, String told) {
    assertThat(answer.told()).as("%s", answer.problem()).isEqualTo(told);
    assertThat(answer.type()).startsWith("application/problem+json");
    assertThat(answer.problem().path("next").asString("")).isNotEmpty();
    assertThat(answer.problem().path("detail").asString("")).isNotEmpty();
  }

  private Answer syscall(String name, Map<String, String> headers, byte[] body) {
    return call("syscalls/" + name, headers, body);
  }
}
