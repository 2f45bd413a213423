package dev.gatehouse.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cli.screen.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedScriptTests {
  @TempDir Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("script.jsonl"), text);
  }

  @Test
  void readsTheCommandsOfARealRunAsTheyWereSent() throws Exception {
    Path sample = Path.of(RecordedScriptTests.class.getResource("/replays/sample.jsonl").toURI());
    List<RecordedStep> steps = RecordedScript.read(sample);
    assertThat(steps).hasSize(6);
    assertThat(steps.getFirst()).isEqualTo(new RecordedStep(0, "ls -R", 0));
    assertThat(steps.get(1).command()).startsWith("cat <<'EOF' > reproduce_issue.py\nfrom sympy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"step\": 0, \"command\": 1, \"exitCode\": 0}",
        "{\"step\": 0, \"command\": \"x\", \"exitCode\": 99999999999}",
        "{\"step\": 0, \"command\": \"x\", \"exitCode\": 0} {}",
        "{\"step\": 0, \"step\": 0, \"command\": \"x\", \"exitCode\": 0}",
        "[]",
        "",
        "nonsense"
      })
  void namesTheLineThatIsNoStep(String line) throws Exception {
    Path file = file("{\"step\": 0, \"command\": \"x\", \"exitCode\": 0}\n" + line + "\n");
    assertThatThrownBy(() -> RecordedScript.read(file))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("SCRIPT_INVALID")
        .hasMessageContaining("line 2");
  }

  @Test
  void refusesAnEmptyScriptAndAMissingOne() throws Exception {
    Path empty = file("");
    assertThatThrownBy(() -> RecordedScript.read(empty)).hasMessageContaining("no steps");
    assertThatThrownBy(() -> RecordedScript.read(directory.resolve("none")))
        .hasMessageContaining("SCRIPT_UNREADABLE");
  }
}
