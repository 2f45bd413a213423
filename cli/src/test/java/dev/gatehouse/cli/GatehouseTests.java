package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatehouseTests {
  @TempDir Path directory;

  @Test
  void saysWhatItsExitCodesMean() {
    assertThat(new Captured("--help").out())
        .contains("Exit codes:")
        .containsPattern("1 +the answer is no")
        .containsPattern("64 +the command line was not understood");
    assertThat(new Captured("help", "replay").out()).contains("--verify-command").contains("2 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "verify",
        "verify-log",
        "gate",
        "policy",
        "policy check",
        "policy explain",
        "runs",
        "show",
        "diff",
        "events",
        "approvals",
        "approval-content",
        "approve",
        "deny",
        "merge",
        "cancel",
        "agents",
        "agents add",
        "repositories",
        "repositories add",
        "profiles",
        "reconcile",
        "replay",
        "demo"
      })
  void helpOfEveryWordHasAnExample(String word) {
    Captured help = new Captured((word + " --help").split(" "));
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).containsPattern("Example: gatehouse " + word.split(" ")[0]);
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
