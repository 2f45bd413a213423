package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.CommandAnswer;
import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.RunClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** Whatever is sent: a stable code, nothing changed, and one line in the journal. */
@ExtendWith(SharedGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTests {
  private static final int MORE_THAN_IS_READ = 10 * 1024 * 1024 + 1;

  private final Caller caller;
  private List<String> tree = List.of();

  BadInputTests(Gateway gateway) {
    RegisteredRepository site =
        RegisteredRepository.verifiedBy(gateway, withLinks(), DefectRepository.PYTEST);
    this.caller = new Caller(site, site.open());
  }

  private static Repository withLinks() {
    Repository origin = DefectRepository.repository();
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
    CommandAnswer answer = worker().run(CommandRequest.shell("ln -s /etc/passwd planted"));
    assertThat(answer.exitCode()).hasValue(0);
    assertThat(answer.changes())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.path()).isEqualTo("planted");
          assertThat(change.disposition()).isEqualTo("DROPPED");
          assertThat(change.rule()).isEqualTo("builtin.link");
        });
    caller.site().awaitConfirmation(caller.run().runId());
    tree = files();
  }

  @AfterAll
  void nothingWasChanged() {
    assertThat(files()).isEqualTo(tree);
    assertThat(caller.site().sealed(caller.run()).verdict()).contains("FAILED");
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
    caller.refused(call.getFirst(), call.getLast(), "400 BODY_INVALID");
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    byte[] body = "{\"path\":\"\u00ff\u00fe\"}".getBytes(ISO_8859_1);
    caller.refused("file.read", caller.headers(), body, "400 BODY_INVALID");
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
    // Half a surrogate pair is no text at all, so it is refused before anyone reads it as a path.
    paths.put("a\\ud800b", "BODY_INVALID");
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
    caller.refused("file.read", named + "}", told);
    caller.refused("dir.list", named + "}", told);
    caller.refused("file.write", named + ",\"replaces\":\"absent\",\"text\":\"x\"}", told);
    caller.refused("file.delete", named + ",\"replaces\":\"" + digest + "\"}", told);
    caller.refused(
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
    caller.refused("file.read", "{\"path\":\"" + path + "\"}", told);
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
    caller.refused("file.write", body, told);
  }

  @Test
  void changeWithoutAKeyIsRefused() {
    byte[] body = "{\"path\":\"a\",\"replaces\":\"absent\",\"text\":\"x\"}".getBytes(UTF_8);
    caller.refused("file.write", caller.without("Idempotency-Key"), body, "400 KEY_MISSING");
  }

  @Test
  void requestThatTheGatewayDoesNotReadIsTurnedAway() throws IOException {
    byte[] body = "{\"path\":\"fare.py\"}".getBytes(UTF_8);
    for (String type :
        List.of("text/plain", "application/xml", "application/json;charset=utf-16")) {
      caller.turnedAway("file.read", caller.with("Content-Type", type), body, "415 MEDIA_TYPE");
    }
    caller.turnedAway("file.read", caller.without("Content-Type"), body, "415 MEDIA_TYPE");
    caller.turnedAway(
        "file.read", caller.with("Content-Encoding", "gzip"), gzip(body), "415 MEDIA_TYPE");
    caller.turnedAway(
        "file.read", caller.headers(), new byte[MORE_THAN_IS_READ], "413 BODY_TOO_LARGE");
    caller.turnedAway(
        "file.read", caller.with("Idempotency-Key", "no key!"), body, "400 IDENTIFIER_INVALID");
    caller.turnedAway("file.chmod", caller.headers(), body, "404 NOT_FOUND");
  }

  private RunClient worker() {
    return caller.site().agent().inside(caller.run());
  }

  /** Names and sizes of what lies at the workspace's root. */
  private List<String> files() {
    return worker().list(Optional.empty()).entries().stream().map(Object::toString).toList();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
