package dev.gatehouse.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.Captured;
import dev.gatehouse.cli.fake.FakeGateway;
import dev.gatehouse.cli.fake.FakeResult;
import dev.gatehouse.cli.fake.Refused;
import dev.gatehouse.evidence.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReplayCommandTests {
  private static final Map<String, String> BASE = Map.of("a.py", "a\n", "gone.py", "g\n");

  @TempDir Path directory;
  private Path repository = Path.of("");
  private Path script = Path.of("");
  private Path result = Path.of("");

  @BeforeEach
  void prepare() throws IOException {
    repository = Files.createDirectories(directory.resolve("my repo!"));
    Files.createDirectory(repository.resolve(".git"));
    Files.writeString(repository.resolve(".git/HEAD"), "ref: refs/heads/trunk\n");
    result = directory.resolve("result.json");
    script =
        Files.writeString(
            directory.resolve("script.jsonl"),
            """
            {"step": 0, "command": "edit", "exitCode": 0}
            {"step": 1, "command": "tidy", "exitCode": 0}
            {"step": 2, "command": "remove", "exitCode": 3}
            """);
  }

  private static FakeResult command(String command) {
    return switch (command) {
      case "edit" ->
          new FakeResult(
              0,
              "",
              Map.of(
                  "a.py", Optional.of("b\n"),
                  "tmp.py", Optional.of("t"),
                  "Makefile", Optional.of("all:\n")),
              0);
      case "tidy" -> FakeResult.deleting("tmp.py");
      case "remove" -> new FakeResult(3, "", Map.of("gone.py", Optional.empty()), 0);
      default -> FakeResult.exit(127);
    };
  }

  private FakeGateway gateway(String verdict, Function<String, FakeResult> commands)
      throws IOException {
    return new FakeGateway(directory, verdict, BASE, commands);
  }

  private Captured replay(FakeGateway gateway, String... more) {
    return Captured.run(
        List.of(
            "replay",
            "--repo",
            repository.toString(),
            "--script",
            script.toString(),
            "--server",
            gateway.url(),
            "--token-file",
            gateway.tokenFile().toString(),
            "--json",
            result.toString()),
        more);
  }

  private JsonNode result() throws IOException {
    return new JsonMapper().readTree(Files.readAllBytes(result));
  }

  @Test
  void exitsWithZeroWhereEveryExitCodeIsRecordedAndTheVerdictIsPassed() throws Exception {
    try (FakeGateway gateway = gateway("PASSED", ReplayCommandTests::command)) {
      Captured run = replay(gateway);
      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .contains("3 of 3 exit codes as recorded")
          .contains("held       Makefile")
          .contains("verdict PASSED, route READY_TO_MERGE")
          .contains("folder " + gateway.folder());
      assertThat(gateway.openedWith("repository")).contains("my-repo");
      assertThat(gateway.openedWith("revision")).contains("trunk");
      assertThat(gateway.openedWith("profile")).contains("contained");
    }
  }

  @Test
  void writesWhatDiffersFromTheBaseAtTheEnd() throws Exception {
    try (FakeGateway gateway = gateway("PASSED", ReplayCommandTests::command)) {
      replay(gateway);
      JsonNode changed = result().path("changed");
      assertThat(changed.propertyNames()).containsExactlyInAnyOrder("a.py", "gone.py");
      assertThat(changed.path("a.py").asString()).isEqualTo(Digest.of("b\n".getBytes(UTF_8)).hex());
      assertThat(changed.path("gone.py").isNull()).isTrue();
      JsonNode step = result().path("steps").get(2);
      assertThat(step.path("exitCode").asInt()).isEqualTo(3);
      assertThat(step.path("recordedExitCode").asInt()).isEqualTo(3);
      assertThat(step.path("decision").asString()).isEqualTo("ALLOW contained");
      assertThat(step.path("changed").get(0).path("path").asString()).isEqualTo("gone.py");
      assertThat(result().path("runId").asString()).isEqualTo("r-1");
    }
  }

  @Test
  void exitsWithOneWhereAnExitCodeDiffers() throws Exception {
    try (FakeGateway gateway = gateway("PASSED", _ -> FakeResult.exit(0))) {
      Captured run = replay(gateway);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).contains("exit 0 (recorded 3)").contains("2 of 3 exit codes");
    }
  }

  @Test
  void exitsWithOneWhereTheVerdictIsNotPassed() throws Exception {
    try (FakeGateway gateway = gateway("FAILED", ReplayCommandTests::command)) {
      Captured run = replay(gateway);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out())
          .contains(
              "verdict FAILED, route RETRY", "gatehouse gate " + gateway.folder() + " says why");
    }
  }

  @Test
  void goesOnAfterADenialAndSaysIt() throws Exception {
    Function<String, FakeResult> commands =
        command -> {
          if (command.equals("tidy")) {
            throw new Refused(403, "POLICY_DENIED");
          }
          return command(command);
        };
    try (FakeGateway gateway = gateway("PASSED", commands)) {
      Captured run = replay(gateway);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out())
          .contains("refused    POLICY_DENIED")
          .contains("next: do something else");
      JsonNode step = result().path("steps").get(1);
      assertThat(step.path("exitCode").isNull()).isTrue();
      assertThat(step.path("decision").asString()).isEqualTo("DENY");
      assertThat(step.path("ending").asString()).isEqualTo("POLICY_DENIED");
    }
  }

  @Test
  void couldNotRunWhereTheGatewayCannotExecute() throws Exception {
    Function<String, FakeResult> commands =
        _ -> {
          throw new Refused(503, "ENGINE_UNAVAILABLE");
        };
    try (FakeGateway gateway = gateway("PASSED", commands)) {
      Captured run = replay(gateway);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("ENGINE_UNAVAILABLE");
      assertThat(gateway.requests).doesNotContain("POST /v1/runs/r-1/submit");
    }
  }

  @Test
  void submitsRightAfterTheStepItShallStopAfter() throws Exception {
    try (FakeGateway gateway = gateway("PASSED", ReplayCommandTests::command)) {
      replay(gateway, "--stop-after", "1");
      assertThat(result().path("steps")).hasSize(2);
      assertThat(gateway.requests).contains("POST /v1/runs/r-1/submit");
    }
  }

  @Test
  void makesADerivedProfileOnceAndRegistersTheRepositoryOnce() throws Exception {
    try (FakeGateway gateway = gateway("PASSED", ReplayCommandTests::command)) {
      replay(gateway, "--verify-command", "python3 -m pytest");
      String profile = gateway.openedWith("profile").orElseThrow();
      assertThat(profile).matches("contained-[0-9a-f]{10}");
      new Captured(
          "replay",
          "--repo",
          repository.toString(),
          "--script",
          script.toString(),
          "--server",
          gateway.url(),
          "--token-file",
          gateway.tokenFile().toString(),
          "--verify-command",
          "python3 -m pytest");
      assertThat(gateway.requests).filteredOn("POST /v1/profiles"::equals).hasSize(1);
      assertThat(gateway.requests).filteredOn("POST /v1/repositories"::equals).hasSize(1);
      assertThat(gateway.openedWith("profile")).contains(profile);
    }
  }

  @Test
  void asksNothingOfTheGatewayForABrokenScript() throws Exception {
    Files.writeString(script, "{\"step\": 0, \"command\": \"x\"}\n");
    try (FakeGateway gateway = gateway("PASSED", ReplayCommandTests::command)) {
      Captured run = replay(gateway);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("SCRIPT_INVALID").contains("line 1").contains("exitCode");
      assertThat(gateway.requests).isEmpty();
    }
  }
}
