package dev.gatehouse.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.client.operator.ProfileRequest;
import java.net.URI;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class GatehouseClientTests {
  private static final OpenedRun RUN =
      new OpenedRun("r-1", "ghr_x", 7, "2026-01-01T00:00:00Z", new OpenedRun.Base("c", "t"), "p");

  @Test
  void toleratesMembersItDoesNotKnowAndReadsAbsentOnesAsEmpty() throws Exception {
    try (var server =
        new OneAnswer(
            200,
            """
            {"runId":"r-1","repository":"a","taskId":"t","agent":"g","profile":"default",
             "state":"OPEN","openedAt":"2026-01-01T00:00:00Z","baseCommit":"c",
             "waitingApprovals":0,"someday":{"x":1}}\
            """)) {
      RunView run = new GatehouseClient(server.uri(), "gho_t").run("r-1");
      assertThat(run.verdict()).isEmpty();
      assertThat(run.findings()).isEmpty();
      assertThat(run.sealed()).isFalse();
      assertThat(server.seen.getFirst().target()).isEqualTo("/v1/runs/r-1");
      assertThat(server.seen.getFirst().header("Authorization")).isEqualTo("Bearer gho_t");
    }
  }

  @Test
  void asksForRunsPageByPageWithEveryCondition() throws Exception {
    String run =
        """
        {"runId":"r-1","repository":"a","taskId":"t","agent":"g","profile":"default",
         "state":"SEALED","openedAt":"2026-01-01T00:00:00Z","baseCommit":"c","waitingApprovals":0}
        """;
    String page = String.join(",", Collections.nCopies(100, run));
    RunQuery query =
        new RunQuery(
            Optional.of("SEALED"),
            Optional.of("a"),
            Optional.of("t"),
            Optional.of("g"),
            Optional.of("PASSED"),
            Optional.of("2026-01-01T00:00:00Z"),
            Optional.of("2026-01-02T00:00:00Z"),
            Optional.of("r-"),
            Optional.empty());
    try (var server = new OneAnswer(200, "{\"runs\":[" + page + "],\"next\":\"r-1\"}")) {
      assertThat(new GatehouseClient(server.uri(), "gho_t").runs(query, 150)).hasSize(200);
      String conditions =
          "&state=SEALED&repository=a&task=t&agent=g&verdict=PASSED&from=2026-01-01T00%3A00%3A00Z"
              + "&until=2026-01-02T00%3A00%3A00Z&prefix=r-";
      assertThat(server.seen.stream().map(OneAnswer.Seen::target))
          .containsExactly(
              "/v1/runs?limit=100" + conditions, "/v1/runs?limit=50" + conditions + "&after=r-1");
    }
  }

  @Test
  void aPageThatIsShortIsNotTheLastOneWhereItHasANext() throws Exception {
    try (var server = new OneAnswer(200, "{\"runs\":[]}")) {
      assertThat(new GatehouseClient(server.uri(), "gho_t").runs(RunQuery.ALL, 150)).isEmpty();
      assertThat(server.seen).hasSize(1);
    }
    String short1 =
        """
        {"runs":[{"runId":"r-7","repository":"a","taskId":"t","agent":"g","profile":"default",
         "state":"OPEN","openedAt":"2026-01-01T00:00:00Z","baseCommit":"c","waitingApprovals":0}],
         "next":"r-5"}
        """;
    try (var server = new OneAnswer(200, short1)) {
      assertThat(new GatehouseClient(server.uri(), "gho_t").runs(RunQuery.ALL, 2)).hasSize(2);
      assertThat(server.seen.stream().map(OneAnswer.Seen::target))
          .containsExactly("/v1/runs?limit=2", "/v1/runs?limit=1&after=r-5");
    }
  }

  @Test
  void leavesAbsentMembersOutOfWhatItSends() throws Exception {
    try (var server = new OneAnswer(201, "{\"name\":\"p\",\"policySha256\":\"00\"}")) {
      new GatehouseClient(server.uri(), "gho_t")
          .addProfile(
              new ProfileRequest(
                  "p",
                  "default",
                  List.of(new ProfileRequest.Step("tests", "make", OptionalInt.empty()))));
      assertThat(server.seen.getFirst().body())
          .isEqualTo(
              "{\"name\":\"p\",\"base\":\"default\",\"steps\":[{\"id\":\"tests\",\"shell\":\"make\"}]}");
    }
  }

  @Test
  void givesTheCodeReasonAndNextStepOfARefusal() throws Exception {
    try (var server =
        new OneAnswer(
            403,
            """
            {"type":"https://gatehouse.dev/problems/POLICY_DENIED","title":"Denied","status":403,
             "detail":"no rule knows curl","code":"POLICY_DENIED","next":"use a shell string",
             "rule":"commands.unknown","callId":"c1"}\
            """)) {
      assertThatThrownBy(() -> new GatehouseClient(server.uri(), "t").repositories())
          .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
          .satisfies(problem -> {
            assertThat(problem.status()).isEqualTo(403);
            assertThat(problem.code()).isEqualTo("POLICY_DENIED");
            assertThat(problem.detail()).isEqualTo("no rule knows curl");
            assertThat(problem.next()).contains("use a shell string");
            assertThat(problem.rule()).contains("commands.unknown");
          });
    }
  }

  @Test
  void namesAnAnswerThatIsNoGatewaysOne() throws Exception {
    try (var server = new OneAnswer(502, "<html>bad gateway</html>")) {
      assertThatThrownBy(() -> new GatehouseClient(server.uri(), "t").run("r"))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("502");
    }
    try (var server = new OneAnswer(200, "[]")) {
      assertThatThrownBy(() -> new GatehouseClient(server.uri(), "t").run("r"))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("not of this API");
    }
  }

  @Test
  void sendsASyscallOnceMoreUnderTheSameKeyWhereNoAnswerCame() throws Exception {
    try (var server =
        new OneAnswer(
            200,
            """
            {"callId":"c1","path":"a","disposition":"COMMITTED","sha256":"00",
             "rule":"r","reason":"fine"}\
            """,
            1)) {
      Iterator<String> keys = List.of("k1", "k2").iterator();
      RunClient run = new GatehouseClient(server.uri(), "gha_t", keys::next).inside(RUN);
      assertThat(run.write("a", "absent", "x").disposition()).isEqualTo("COMMITTED");
      assertThat(server.seen).hasSize(2);
      assertThat(server.seen)
          .allSatisfy(seen -> {
            assertThat(seen.header("Idempotency-Key")).isEqualTo("k1");
            assertThat(seen.header("Gatehouse-Fence")).isEqualTo("7");
            assertThat(seen.header("Authorization")).isEqualTo("Bearer ghr_x");
            assertThat(seen.target()).isEqualTo("/v1/runs/r-1/syscalls/file.write");
          });
    }
  }

  @Test
  void opensARunUnderOneKeyHoweverOftenItIsSent() throws Exception {
    try (var server =
        new OneAnswer(
            201,
            """
            {"runId":"r-1","token":"ghr_x","fence":7,"leaseExpiresAt":"2026-01-01T00:00:00Z",
             "base":{"gitCommit":"c","gitTree":"t"},"policySha256":"p"}\
            """,
            1)) {
      Iterator<String> keys = List.of("k1", "k2").iterator();
      RunRequest request = new RunRequest("a", "main", new RunRequest.Task("t", "text"), "default");
      assertThat(new GatehouseClient(server.uri(), "gha_t", keys::next).openRun(request))
          .isEqualTo(RUN);
      assertThat(server.seen)
          .hasSize(2)
          .allSatisfy(seen -> assertThat(seen.header("Idempotency-Key")).isEqualTo("k1"));
    }
  }

  @Test
  void readsACommandsAnswerWithTextAndBytes() throws Exception {
    try (var server =
        new OneAnswer(
            200,
            """
            {"callId":"c1","ending":"EXITED","exitCode":3,"millis":12,
             "stdout":{"untrusted":{"text":"hé"},"bytes":3,"sha256":"00","truncated":false},
             "stderr":{"untrusted":{"base64":"/w=="},"bytes":1,"sha256":"00","truncated":false},
             "decision":{"outcome":"ALLOW","rule":"r","reason":"x","mode":"contained"},
             "changes":[{"path":"a","disposition":"HELD","rule":"r","reason":"x",
                         "approvalId":"ap1"}],
             "networkAttempts":1}\
            """)) {
      CommandAnswer answer =
          new GatehouseClient(server.uri(), "gha_t").inside(RUN).run(CommandRequest.shell("x"));
      assertThat(answer.exitCode()).hasValue(3);
      assertThat(answer.stdout().untrusted().bytes()).isEqualTo("hé".getBytes(UTF_8));
      assertThat(answer.stderr().untrusted().bytes()).containsExactly(0xff);
      assertThat(answer.changes().getFirst().approvalId()).contains("ap1");
      assertThat(answer.changes().getFirst().next()).isEmpty();
      assertThat(server.seen.getFirst().body()).isEqualTo("{\"shell\":\"x\"}");
    }
  }

  @Test
  void saysWhereNobodyAnswers() {
    assertThatThrownBy(() -> new GatehouseClient(URI.create("http://127.0.0.1:1"), "t").run("r"))
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("127.0.0.1:1");
  }
}
