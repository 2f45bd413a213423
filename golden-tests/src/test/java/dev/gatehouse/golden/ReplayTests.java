package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.check.FolderCheck;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.gates.Gates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The main job on real input: a recorded run through the command line program and the API. */
@ExtendWith(SharedGateway.class)
class ReplayTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String RUN = "replays/sympy__sympy-24213";
  private static final String PLAN =
      "python3 -P -m pytest sympy/physics/units/tests/test_unitsystem.py";

  @TempDir Path scratch;

  @Test
  void recordedRunGivesTheSameExitCodesAndFilesAndPasses(Gateway gateway) throws IOException {
    Repository origin = DebianTree.repository();
    Path script = resource(RUN + ".jsonl", "script.jsonl");
    JsonNode expected = JSON.readTree(resource(RUN + ".expected.json", "expected.json"));
    Path result = scratch.resolve("result.json");

    Program replay =
        Product.cli(
            gateway.environment(),
            "replay",
            "--repo=" + origin.directory(),
            "--script=" + script,
            "--verify-command=" + PLAN,
            "--json=" + result);

    assertThat(replay.exitCode()).as(replay.output()).isZero();
    JsonNode told = JSON.readTree(result);
    assertThat(told.path("verdict").asString()).isEqualTo("PASSED");
    assertThat(told.path("route").asString()).isEqualTo("READY_TO_MERGE");
    assertThat(told.path("changed")).isEqualTo(expected.path("changed"));
    assertThat(told.path("steps").size()).isEqualTo(expected.path("steps").asInt());
    assertThat(told.path("steps").valueStream())
        .allSatisfy(
            step -> assertThat(step.path("exitCode")).isEqualTo(step.path("recordedExitCode")));
    speaksForItself(gateway, Path.of(told.path("folder").asString()), origin);
  }

  /** The folder is believed by both checks, and gives its verdict again. */
  private static void speaksForItself(Gateway gateway, Path folder, Repository origin)
      throws IOException {
    assertThat(FolderCheck.check(folder, gateway.trust()).findings()).isEmpty();
    Program script =
        Product.verifyScript(
            folder, gateway.trustFile(), "--repository", origin.directory().toString());
    assertThat(script.exitCode()).as(script.output()).isZero();
    assertThat(Gates.evaluate(RunEvidence.read(folder)).canonical())
        .isEqualTo(Files.readAllBytes(folder.resolve("data/gate_report.json")));
    Program verify = Product.cli(gateway.environment(), "verify", folder.toString());
    assertThat(verify.exitCode()).as(verify.output()).isZero();
    Program gate = Product.cli(gateway.environment(), "gate", folder.toString());
    assertThat(gate.exitCode()).as(gate.output()).isZero();
  }

  private Path resource(String name, String as) throws IOException {
    Path file = scratch.resolve(as);
    try (InputStream in = ReplayTests.class.getResourceAsStream(name)) {
      Files.copy(Objects.requireNonNull(in, name), file);
    }
    return file;
  }
}
