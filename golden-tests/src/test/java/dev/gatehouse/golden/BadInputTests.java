package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.CommandAnswer;
import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.EventPage;
import dev.gatehouse.client.Lease;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.golden.RawHttp.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Whatever is sent: a stable code, nothing changed, and one line in the journal. */
@ExtendWith(SharedGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTests {
  private static final int MORE_THAN_IS_READ = 10 * 1024 * 1024 + 1;

  private final Gateway gateway;
  private final RawHttp http;
  private final Site site;
  private final OpenedRun run;
  private final OpenedRun other;
  private List<String> tree = List.of();

  BadInputTests(Gateway gateway) {
    this.gateway = gateway;
    this.http = new RawHttp(gateway.address());
    this.site = Site.verifiedBy(gateway, withLinks(), Fare.PYTEST);
    this.run = site.open();
    this.other = site.open();
  }

  private static Repository withLinks() {
    Repository origin = Fare.repository();
    try {
      Files.createSymbolicLink(origin.directory().resolve("passwd"), Path.of("/etc/passwd"));
      Files.createDirectory(origin.directory().resolve("d"));
      Files.createSymbolicLink(origin.directory().resolve("d/etc"), Path.of("/etc"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    origin.commitAll("Links");
    return origin;
  }

  /** The repository has links, and a command tries to plant one more. */
  @BeforeAll
  void plantALink() {
    CommandAnswer answer =
        site.agent().inside(run).run(CommandRequest.shell("ln -s /etc/passwd planted"));
    assertThat(answer.exitCode()).hasValue(0);
    assertThat(answer.changes())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.path()).isEqualTo("planted");
          assertThat(change.disposition()).isEqualTo("DROPPED");
          assertThat(change.rule()).isEqualTo("builtin.link");
        });
    tree = files();
  }

  @AfterAll
  void nothingWasChanged() {
    assertThat(files()).isEqualTo(tree);
    assertThat(site.sealed(run).verdict()).contains("FAILED");
    site.sealed(other);
  }

  static Stream<List<String>> bodies() {
    String digest = "0".repeat(64);
    return Stream.of(
        List.of("file.write", "{\"path\":\"a\",\"replaces\":\"absent\",\"text\":\"x\",\"mode\":1}"),
        List.of("file.read", "{\"path\":7}"),
        List.of("file.read", "{\"path\":true}"),
        List.of("file.read", "{\"path\":[\"a\"]}"),
        List.of("file.read", "{\"path\":null}"),
        List.of("file.read", "{\"path\":\"fare.py\",\"path\":\"conftest.py\"}"),
        List.of("file.read", "{\"path\":\"fare.py\",\"maxBytes\":\"10\"}"),
        List.of("file.read", "{\"path\":\"fare.py\",\"maxBytes\":1.5}"),
        List.of("file.read", "{\"path\":\"fare.py\",\"maxBytes\":-1}"),
        List.of("file.read", "{\"path\":\"fare.py\"} {}"),
        List.of("file.read", "{\"path\":\"fare.py\""),
        List.of("file.read", "{path:'fare.py'}"),
        List.of("file.read", "{}"),
        List.of("file.read", "[]"),
        List.of("file.read", "null"),
        List.of("file.read", "\"fare.py\""),
        List.of("file.read", ""),
        List.of("file.write", "{\"path\":\"a\",\"replaces\":\"absent\"}"),
        List.of("file.write", "{\"path\":\"a\",\"replaces\":\"maybe\",\"text\":\"x\"}"),
        List.of("file.write", "{\"path\":\"a\",\"text\":\"x\"}"),
        List.of("file.write", "{\"path\":\"a\",\"replaces\":\"absent\",\"base64\":\"*\"}"),
        List.of(
            "file.write",
            "{\"path\":\"a\",\"replaces\":\"absent\",\"text\":\"x\",\"base64\":\"eA==\"}"),
        List.of("file.delete", "{\"path\":\"fare.py\",\"replaces\":\"absent\"}"),
        List.of("file.delete", "{\"path\":\"fare.py\",\"replaces\":\"" + digest + "0\"}"),
        List.of("exec.run", "{\"shell\":\"ls\",\"argv\":[\"ls\"]}"),
        List.of("exec.run", "{\"argv\":[]}"),
        List.of("exec.run", "{\"argv\":\"ls\"}"),
        List.of("exec.run", "{\"argv\":[\"ls\",\"\\u0000\"]}"),
        List.of("exec.run", "{\"shell\":\"ls\",\"seconds\":0}"),
        List.of("exec.run", "{\"shell\":\"ls\",\"user\":\"root\"}"),
        List.of("approval.wait", "{\"approvalId\":\"a-1\",\"waitMillis\":-1}"));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void bodyThatIsNotTheSchemasIsRefused(List<String> call) {
    refusedInTheJournal(call.getFirst(), call.getLast().getBytes(UTF_8), "400 BODY_INVALID");
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    refusedInTheJournal(
        "file.read", "{\"path\":\"\u00ff\u00fe\"}".getBytes(ISO_8859_1), "400 BODY_INVALID");
  }

  static Stream<List<String>> paths() {
    Map<String, String> paths = new LinkedHashMap<>();
    paths.put("/etc/passwd", "PATH_ABSOLUTE");
    paths.put("//etc/passwd", "PATH_ABSOLUTE");
    paths.put("..", "PATH_DOTS");
    paths.put("../outside", "PATH_DOTS");
    paths.put("a/../../b", "PATH_DOTS");
    paths.put("./fare.py", "PATH_DOTS");
    paths.put("", "PATH_EMPTY");
    paths.put("a//b", "PATH_EMPTY");
    paths.put("a/", "PATH_EMPTY");
    paths.put("fare.py\\u0000.txt", "PATH_CONTROL");
    paths.put("a\\nb", "PATH_CONTROL");
    paths.put("a\\u001bb", "PATH_CONTROL");
    paths.put("a\\u202eb", "PATH_CONTROL");
    paths.put("a\\u200bb", "PATH_CONTROL");
    paths.put("..\\\\outside", "PATH_BACKSLASH");
    paths.put("e\\u0301", "PATH_NOT_NFC");
    paths.put("a\\ud800b", "PATH_NOT_UTF8");
    paths.put("x".repeat(256), "PATH_TOO_LONG");
    paths.put("x/".repeat(64) + "x", "PATH_TOO_LONG");
    paths.put(("x".repeat(200) + "/").repeat(21) + "x", "PATH_TOO_LONG");
    return paths.entrySet().stream().map(path -> List.of(path.getKey(), path.getValue()));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void pathThatMayNotBeNamedIsRefusedByEverySyscall(List<String> path) {
    String told = "400 " + path.getLast();
    String named = "{\"path\":\"" + path.getFirst() + "\"";
    String digest = "0".repeat(64);
    refusedInTheJournal("file.read", named + "}", told);
    refusedInTheJournal("dir.list", named + "}", told);
    refusedInTheJournal("file.write", named + ",\"replaces\":\"absent\",\"text\":\"x\"}", told);
    refusedInTheJournal("file.delete", named + ",\"replaces\":\"" + digest + "\"}", told);
    refusedInTheJournal(
        "exec.run", "{\"shell\":\"ls\",\"directory\":\"" + path.getFirst() + "\"}", told);
  }

  @ParameterizedTest
  @CsvSource({
    "passwd, 409 FILE_IS_SYMLINK",
    "d/etc/passwd, 409 FILE_IS_SYMLINK",
    "d, 409 FILE_IS_DIRECTORY",
    "fare.py/x, 409 FILE_NOT_A_FILE",
    "nothing.txt, 404 FILE_NOT_FOUND",
    "planted, 404 FILE_NOT_FOUND",
    ".ssh/id_rsa, 403 POLICY_DENIED",
    ".git/config, 403 POLICY_DENIED",
    ".GIT/config, 403 POLICY_DENIED"
  })
  void fileThatIsOutOfReachIsNotRead(String path, String told) {
    refusedInTheJournal("file.read", "{\"path\":\"" + path + "\"}", told);
  }

  @ParameterizedTest
  @CsvSource({
    "passwd, 409 FILE_IS_SYMLINK",
    "d/etc/motd, 409 FILE_IS_SYMLINK",
    "d, 409 FILE_IS_DIRECTORY",
    "fare.py, 409 REPLACES_MISMATCH",
    ".env, 403 POLICY_DENIED",
    ".git/hooks/pre-commit, 403 POLICY_DENIED"
  })
  void fileThatIsOutOfReachIsNotWritten(String path, String told) {
    String body = "{\"path\":\"%s\",\"replaces\":\"absent\",\"text\":\"x\"}".formatted(path);
    refusedInTheJournal("file.write", body, told);
  }

  @Test
  void programThatNoRuleNamesIsRefused() {
    refusedInTheJournal("exec.run", "{\"argv\":[\"curl\",\"http://x\"]}", "403 POLICY_DENIED");
    refusedInTheJournal("exec.run", "{\"argv\":[\"cat\",\"/etc/passwd\"]}", "403 POLICY_DENIED");
  }

  @Test
  void changeWithoutAKeyIsRefused() {
    Map<String, String> headers = headers();
    headers.remove("Idempotency-Key");
    byte[] body = "{\"path\":\"a\",\"replaces\":\"absent\",\"text\":\"x\"}".getBytes(UTF_8);
    inTheJournal("KEY_MISSING", () -> syscall("file.write", headers, body), "400 KEY_MISSING");
  }

  /** Turned away before the door: no line, since the call was of no run yet. */
  @Test
  void requestThatTheGatewayDoesNotReadIsRefused() throws IOException {
    byte[] body = "{\"path\":\"fare.py\"}".getBytes(UTF_8);
    Map<String, String> keyed = headers();
    keyed.put("Idempotency-Key", "not a key!");
    outsideTheJournal(syscall("file.read", keyed, body), "400 IDENTIFIER_INVALID");
    for (String type :
        List.of("text/plain", "application/xml", "application/json;charset=utf-16")) {
      Map<String, String> typed = headers();
      typed.put("Content-Type", type);
      outsideTheJournal(syscall("file.read", typed, body), "415 MEDIA_TYPE");
    }
    Map<String, String> untyped = headers();
    untyped.remove("Content-Type");
    outsideTheJournal(syscall("file.read", untyped, body), "415 MEDIA_TYPE");
    Map<String, String> compressed = headers();
    compressed.put("Content-Encoding", "gzip");
    outsideTheJournal(syscall("file.read", compressed, gzip(body)), "415 MEDIA_TYPE");
    outsideTheJournal(
        syscall("file.read", headers(), new byte[MORE_THAN_IS_READ]), "413 BODY_TOO_LARGE");
    outsideTheJournal(syscall("file.chmod", headers(), body), "404 NOT_FOUND");
  }

  @Test
  void tokenThatIsNotTheRunsIsRefused() {
    byte[] body = "{\"path\":\"fare.py\"}".getBytes(UTF_8);
    for (String token : List.of("", "ghr_" + "A".repeat(43), "gho_nonsense", other.token())) {
      outsideTheJournal(syscall("file.read", bearing(token), body), "401 UNAUTHENTICATED");
    }
    for (String token : List.of(site.agentToken(), gateway.operatorToken())) {
      outsideTheJournal(syscall("file.read", bearing(token), body), "403 FORBIDDEN");
    }
    Map<String, String> unsigned = headers();
    unsigned.remove("Authorization");
    outsideTheJournal(syscall("file.read", unsigned, body), "401 UNAUTHENTICATED");
    Map<String, String> unfenced = headers();
    unfenced.remove("Gatehouse-Fence");
    outsideTheJournal(syscall("file.read", unfenced, body), "400 FENCE_MISSING");
    Map<String, String> fenced = headers();
    fenced.put("Gatehouse-Fence", Long.toString(run.fence() + 1));
    outsideTheJournal(syscall("file.read", fenced, body), "401 UNAUTHENTICATED");
    Map<String, String> elsewhere = bearing(run.token());
    assertThat(http.get("/v1/runs/" + other.runId(), elsewhere).told())
        .isEqualTo("401 UNAUTHENTICATED");
    assertThat(http.get("/v1/repositories", elsewhere).told()).isEqualTo("403 FORBIDDEN");
  }

  @Test
  void workerWhoseLeaseWasTakenIsRefused() {
    OpenedRun stale = site.open();
    Lease taken = site.agent().takeLease(stale.runId());
    assertThat(taken.fence()).isGreaterThan(stale.fence());
    long before = journal(stale).last();

    Answer answer =
        http.post(
            "/v1/runs/" + stale.runId() + "/syscalls/file.read",
            headers(stale),
            "{\"path\":\"fare.py\"}".getBytes(UTF_8));

    assertThat(answer.told()).isEqualTo("409 LEASE_STALE");
    List<JsonNode> lines = gateway.operator().events(stale.runId(), before, 0).events();
    assertThat(lines).singleElement().satisfies(line -> refusal(line, "LEASE_STALE"));
    assertThat(submit(stale).told()).isEqualTo("409 LEASE_STALE");
    site.agent().inside(stale.runId(), taken).submit();
    site.awaitSeal(stale.runId());
  }

  @Test
  void sealedRunTakesNoCalls() {
    OpenedRun ended = site.open();
    site.sealed(ended);
    long last = journal(ended).last();

    for (String name : List.of("file.read", "dir.list")) {
      Answer answer =
          http.post(
              "/v1/runs/" + ended.runId() + "/syscalls/" + name,
              headers(ended),
              "{\"path\":\"fare.py\"}".getBytes(UTF_8));
      assertThat(answer.told()).isEqualTo("404 RUN_UNKNOWN");
    }
    assertThat(http.post("/v1/runs/" + ended.runId() + "/lease", asAgent(), json("{}")).told())
        .isEqualTo("404 RUN_UNKNOWN");
    assertThat(journal(ended).last()).isEqualTo(last);
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
        "revision | 0000000000000000000000000000000000000000 | 404 REVISION_UNKNOWN",
        "profile | default | 404 PROFILE_UNKNOWN",
        "profile | nothing | 404 PROFILE_UNKNOWN",
        "profile | a b | 400 IDENTIFIER_INVALID"
      })
  void runThatCannotBeOpenedLeavesNothing(String member, String value, String told) {
    int before = site.agent().runs(500, Optional.empty()).size();
    Map<String, String> members = new TreeMap<>();
    members.put("repository", site.name());
    members.put("revision", "main");
    members.put("profile", site.profile());
    members.put(member, value);
    StringBuilder body = new StringBuilder("{\"task\":{\"id\":\"t\",\"text\":\"x\"}");
    members.forEach((name, text) -> body.append(",\"%s\":\"%s\"".formatted(name, text)));

    Answer answer = http.post("/v1/runs", asAgent(), json(body + "}"));

    assertThat(answer.told()).isEqualTo(told);
    assertThat(site.agent().runs(500, Optional.empty())).hasSize(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/repositories | {\"name\":\"x\",\"origin\":\"/tmp\"}",
        "/v1/agents | {\"name\":\"x\",\"repositories\":[],\"profiles\":[],\"openRuns\":1}",
        "/v1/profiles | {\"name\":\"x\",\"base\":\"default\",\"steps\":[]}",
        "/v1/approvals/a-1/decision | {\"decision\":\"APPROVE\",\"proposalSha256\":\"0\"}",
        "/v1/runs/r-1/merge | {\"sealSha256\":\"0\",\"branch\":\"b\",\"target\":\"main\",\"targetTip\":\"0\"}",
        "/v1/reconcile | {}",
        "/v1/repositories |",
        "/v1/approvals |",
        "/v1/approvals/a-1 |",
        "/v1/control-plane/dump |"
      })
  void whatIsAnOperatorsIsRefusedToAnAgent(String path, String body) {
    Answer answer =
        body == null ? http.get(path, asAgent()) : http.post(path, asAgent(), json(body));

    assertThat(answer.told()).isEqualTo("403 FORBIDDEN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/repositories | {\"name\":\"a b\",\"origin\":\"/tmp\"} | 400 IDENTIFIER_INVALID",
        "/v1/repositories | {\"name\":\"ok\",\"origin\":\"tmp\"} | 400 BODY_INVALID",
        "/v1/repositories | {\"name\":\"ok\",\"origin\":\"/dev/null/x\"} | 409 ORIGIN_NOT_A_REPOSITORY",
        "/v1/repositories | {\"name\":\"ok\",\"url\":\"http://x\"} | 400 BODY_INVALID",
        "/v1/agents | {\"name\":\"ok\",\"repositories\":[],\"profiles\":[],\"openRuns\":0} | 400 BODY_INVALID",
        "/v1/agents | {\"name\":\"ok\",\"repositories\":[\"..\"],\"profiles\":[],\"openRuns\":1} | 400 IDENTIFIER_INVALID",
        "/v1/profiles | {\"name\":\"ok\",\"base\":\"nothing\",\"steps\":[{\"id\":\"s\",\"shell\":\"ls\"}]} | 404 PROFILE_UNKNOWN",
        "/v1/profiles | {\"name\":\"ok\",\"base\":\"default\",\"steps\":[]} | 400 BODY_INVALID",
        "/v1/approvals/nothing/decision | {\"decision\":\"MAYBE\",\"proposalSha256\":\"0\"} | 400 BODY_INVALID",
        "/v1/runs/nothing/merge | {} | 400 BODY_INVALID",
        "/v1/nothing | {} | 404 NOT_FOUND"
      })
  void operatorsMistakeIsToldToo(String path, String body, String told) {
    String before = new String(gateway.operator().dump(), UTF_8);

    assertThat(http.post(path, bearing(gateway.operatorToken()), json(body)).told())
        .isEqualTo(told);

    assertThat(new String(gateway.operator().dump(), UTF_8)).isEqualTo(before);
  }

  private void refusedInTheJournal(String name, String body, String told) {
    refusedInTheJournal(name, json(body), told);
  }

  private void refusedInTheJournal(String name, byte[] body, String told) {
    String code = told.substring(told.indexOf(' ') + 1);
    inTheJournal(code, () -> syscall(name, headers(), body), told);
  }

  /** The answer is a problem of that status and code, and the journal has one more line. */
  private void inTheJournal(String code, Supplier<Answer> call, String told) {
    long before = journal(run).last();
    Answer answer = call.get();
    assertThat(answer.told()).as("%s", answer.problem()).isEqualTo(told);
    assertThat(answer.type()).startsWith("application/problem+json");
    assertThat(answer.problem().path("next").asString("")).isNotEmpty();
    assertThat(gateway.operator().events(run.runId(), before, 0).events())
        .singleElement()
        .satisfies(line -> refusal(line, code));
  }

  private static void refusal(JsonNode line, String code) {
    assertThat(line.path("kind").asString()).isEqualTo("call.refused");
    assertThat(line.path("code").asString()).isEqualTo(code);
  }

  private void outsideTheJournal(Answer answer, String told) {
    assertThat(answer.told()).as("%s", answer.problem()).isEqualTo(told);
    assertThat(answer.type()).startsWith("application/problem+json");
    assertThat(files()).isEqualTo(tree);
  }

  private EventPage journal(OpenedRun of) {
    EventPage page = gateway.operator().events(of.runId(), -1, 0);
    EventPage last = page;
    while (!page.events().isEmpty()) {
      last = page;
      page = gateway.operator().events(of.runId(), page.last(), 0);
    }
    return last;
  }

  /** Names and sizes of what lies at the workspace's root. */
  private List<String> files() {
    return site.agent().inside(run).list(Optional.empty()).entries().stream()
        .map(Object::toString)
        .toList();
  }

  private Answer submit(OpenedRun of) {
    return http.post("/v1/runs/" + of.runId() + "/submit", headers(of), json("{}"));
  }

  private Answer syscall(String name, Map<String, String> headers, byte[] body) {
    return http.post("/v1/runs/" + run.runId() + "/syscalls/" + name, headers, body);
  }

  private Map<String, String> headers() {
    return headers(run);
  }

  private static Map<String, String> headers(OpenedRun of) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Authorization", "Bearer " + of.token());
    headers.put("Gatehouse-Fence", Long.toString(of.fence()));
    headers.put("Idempotency-Key", Site.fresh("key"));
    headers.put("Content-Type", "application/json");
    return headers;
  }

  private Map<String, String> asAgent() {
    return bearing(site.agentToken());
  }

  private Map<String, String> bearing(String token) {
    Map<String, String> headers = headers();
    headers.put("Authorization", "Bearer " + token);
    return headers;
  }

  private static byte[] json(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
