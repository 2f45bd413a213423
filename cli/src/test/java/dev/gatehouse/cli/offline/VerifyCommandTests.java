package dev.gatehouse.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class VerifyCommandTests {
  @TempDir Path data;
  private Path folder = Path.of("");
  private Path trust = Path.of("");

  @BeforeEach
  void seal() throws IOException {
    folder = CrashedRun.seal(data);
    trust = data.resolve("keys/trust.json");
  }

  private Captured verify(Path trustFile, String... more) {
    return Captured.run(
        List.of("verify", folder.toString(), "--trust", trustFile.toString()), more);
  }

  @Test
  void saysYesToAWholeFolder() {
    Captured run = verify(trust);
    assertThat(run.out()).contains("whole, chained and signed: run run-1, status CRASHED");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void findsOutAFlippedByte() throws Exception {
    Path journal = folder.resolve("data/journal.jsonl");
    byte[] bytes = Files.readAllBytes(journal);
    bytes[bytes.length / 2] ^= 1;
    Files.write(journal, bytes);
    Captured run = verify(trust);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("FILE_CHANGED").contains("do not believe this folder");
    assertThat(
            new JsonMapper().readTree(verify(trust, "--json").out()).path("whole").asBoolean(true))
        .isFalse();
  }

  @Test
  void findsOutAFolderThatAnotherGatewaySealed() throws Exception {
    Path other = data.resolve("other");
    CrashedRun.seal(other);
    assertThat(verify(other.resolve("keys/trust.json")).exitCode()).isEqualTo(1);
  }

  @Test
  void neverTakesItsKeysFromTheFolder() throws Exception {
    Path inside = folder.resolve("keys/trust.json");
    Files.copy(trust, inside);
    Captured run = verify(inside);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("TRUST_INSIDE_FOLDER");
  }

  @Test
  void couldNotCheckWithoutTrustFileOrFolder() {
    Captured without = verify(data.resolve("none.json"));
    assertThat(without.exitCode()).isEqualTo(2);
    assertThat(without.err()).startsWith("TRUST_UNREADABLE").contains("--trust");
    Captured nowhere = new Captured("verify", data.resolve("none").toString());
    assertThat(nowhere.exitCode()).isEqualTo(2);
    assertThat(nowhere.err()).startsWith("FOLDER_NOT_FOUND");
  }
}
