package dev.gatehouse.controlplane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.check.FolderCheck;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.evidence.keys.TrustStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A run that nobody submits, in a whole gateway: real HTTP, engine and database. */
class UnfinishedRunTests {
  private static final long SEALED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(90);

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aRunWhoseLeaseIsOverIsSealedAsCrashedWithoutAVerdict(@TempDir Path directory)
      throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    Path data = directory.resolve("data");
    Files.createDirectories(data.resolve("profiles"));
    Files.writeString(data.resolve("profiles/hasty.yaml"), hasty());
    Path origin = repository(directory.resolve("origin"));
    try (ConfigurableApplicationContext gateway =
        new SpringApplicationBuilder(GatehouseServer.class)
            .run("--gatehouse.data=" + data, "--server.port=0")) {
      String base = "http://127.0.0.1:" + gateway.getEnvironment().getProperty("local.server.port");
      String operator = Files.readString(data.resolve("operator.token")).strip();
      post(
          base + "/v1/repositories",
          operator,
          Json.object().put("name", "repo").put("origin", origin.toString()).build());
      String agent =
          post(
                  base + "/v1/agents",
                  operator,
                  StrictJson.read(
                      """
                      {"name":"agent","repositories":["repo"],"profiles":["hasty"],"openRuns":1}\
                      """
                          .getBytes(UTF_8)))
              .string("token");
      String runId =
          post(
                  base + "/v1/runs",
                  agent,
                  StrictJson.read(
                      """
                      {"repository":"repo","revision":"main","profile":"hasty",\
                      "task":{"id":"task","text":"nothing"}}\
                      """
                          .getBytes(UTF_8)))
              .string("runId");

      Json.Obj view = sealed(base + "/v1/runs/" + runId, operator);
      assertThat(view.string("verdict")).isEqualTo("NONE");
      Path folder = Path.of(view.string("folder"));
      assertThat(
              FolderCheck.check(folder, TrustStore.read(data.resolve("keys/trust.json")))
                  .findings())
          .isEmpty();
      assertThat(Files.readString(folder.resolve("data/journal.jsonl")))
          .contains("\"status\":\"CRASHED\"");
      assertThat(data.resolve("workspaces").toFile().list()).isEmpty();
    }
  }

  private Json.Obj sealed(String uri, String token) throws Exception {
    long deadline = System.nanoTime() + SEALED_WITHIN_NANOS;
    while (System.nanoTime() < deadline) {
      Json.Obj view = send(HttpRequest.newBuilder(URI.create(uri)).GET(), token);
      if (view.string("state").equals("SEALED")) {
        return view;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new AssertionError("the run was not sealed in time");
  }

  private Json.Obj post(String uri, String token, Json.Obj body) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(uri))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "key")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.canonical())),
        token);
  }

  private Json.Obj send(HttpRequest.Builder request, String token) throws Exception {
    HttpResponse<byte[]> response =
        http.send(
            request.header("Authorization", "Bearer " + token).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isLessThan(300);
    return StrictJson.read(response.body());
  }

  private static String hasty() {
    return """
    formatVersion: "1"
    name: hasty
    description: A worker that does not call for five seconds loses its lease.
    packs: [core, ci, python, c-make]
    limits: {leaseSeconds: 5}
    """;
  }

  private static Path repository(Path directory) throws Exception {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("a.txt"), "alpha\n");
    for (String[] arguments :
        new String[][] {
          {"init", "-q", "-b", "main"},
          {"add", "-A"},
          {"-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-q", "-m", "base"}
        }) {
      String[] command = new String[arguments.length + 3];
      command[0] = "git";
      command[1] = "-C";
      command[2] = directory.toString();
      System.arraycopy(arguments, 0, command, 3, arguments.length);
      assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
    return directory;
  }
}
