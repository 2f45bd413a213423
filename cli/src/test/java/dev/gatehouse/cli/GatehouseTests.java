package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatehouseTests {
  @TempDir Path directory;

  @Test
  void saysWhatItsExitCodesMean() {
    // Help goes to the process's own stream; what it says is asked of the word itself.
    Captured help = new Captured("help", "no-such-word");
    assertThat(help.exitCode()).isEqualTo(64);
    assertThat(help.err()).contains("USAGE").contains("next:");
  }

  @Test
  void namesTheNextStepForAnUnknownWord() {
    Captured run = new Captured("frobnicate");
    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err()).contains("frobnicate").contains("next: gatehouse --help");
  }

  @Test
  void refusesAMissingTokenFileWithoutAStackTrace() {
    Captured run = new Captured("runs", "--token-file", directory.resolve("none").toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("TOKEN_UNREADABLE").contains("next:").doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void saysWhereNoGatewayAnswers() throws Exception {
    Path token = Files.writeString(directory.resolve("t"), "gho_x");
    Captured run =
        new Captured("runs", "--server", "http://127.0.0.1:1", "--token-file", token.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("SERVER_UNREACHABLE").contains("./gatehouse up");
  }

  @Test
  void refusesAnAddressThatIsNone() throws Exception {
    Path token = Files.writeString(directory.resolve("t"), "gho_x");
    Captured run =
        new Captured("runs", "--server", "file:///etc", "--token-file", token.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("SERVER_INVALID");
  }
}
