package dev.gatehouse.workspace.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.workspace.repository.RepositoryRefused.Code;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GitProcessTests {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void passesOutputOnAndSaysWhichPartFailed() {
    byte[] input = "b\na\n".repeat(100_000).getBytes(UTF_8);
    GitProcess.Result good = GitProcess.run(List.of(sh("cat"), sh("sort -u")), input, 100, LONG);
    assertThat(good).matches(GitProcess.Result::ok);
    assertThat(good.output()).isEqualTo("a\nb\n".getBytes(UTF_8));

    GitProcess.Result bad =
        GitProcess.run(List.of(sh("echo why >&2; exit 3"), sh("cat")), input, 100, LONG);
    assertThat(bad.ok()).isFalse();
    assertThat(bad.error()).isEqualTo("why");
  }

  @Test
  void boundsOutputErrorsAndTime() {
    refused(Code.TOO_LARGE, sh("head -c 101 /dev/zero"), Duration.ofSeconds(60));
    refused(Code.TOO_LARGE, sh("yes"), Duration.ofSeconds(60));
    refused(Code.GIT_TIMED_OUT, sh("exec sleep 100"), Duration.ofMillis(200));
    refused(Code.GIT_MISSING, new ProcessBuilder("/no/such/program"), LONG);
    GitProcess.Result noisy =
        GitProcess.run(List.of(sh("head -c 1000000 /dev/zero >&2")), new byte[0], 100, LONG);
    assertThat(noisy.ok()).isTrue();
    assertThat(noisy.error()).hasSize(8 << 10);
  }

  @Test
  void seesNothingOfTheGatewaysEnvironment() {
    ProcessBuilder builder = Git.own(java.nio.file.Path.of("/nowhere")).builder("status");
    assertThat(builder.environment())
        .doesNotContainKeys("USER", "LANG", "JAVA_HOME", "SSH_AUTH_SOCK");
    assertThat(builder.environment()).containsEntry("GIT_ALLOW_PROTOCOL", "none");
    assertThat(Arrays.asList("--git-dir=/nowhere", "status")).isSubsetOf(builder.command());
  }

  private static void refused(Code code, ProcessBuilder process, Duration limit) {
    assertThatThrownBy(() -> GitProcess.run(List.of(process), new byte[0], 100, limit))
        .isInstanceOfSatisfying(
            RepositoryRefused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  private static ProcessBuilder sh(String script) {
    return new ProcessBuilder("bash", "-c", script);
  }
}
