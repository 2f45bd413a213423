package dev.gatehouse.workspace.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitProcessTests {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path directory;

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
    refused(WorkspaceErrorCode.TOO_LARGE, sh("head -c 101 /dev/zero"), Duration.ofSeconds(60));
    refused(WorkspaceErrorCode.TOO_LARGE, sh("yes"), Duration.ofSeconds(60));
    refused(WorkspaceErrorCode.GIT_TIMED_OUT, sh("exec sleep 100"), Duration.ofMillis(200));
    refused(WorkspaceErrorCode.GIT_MISSING, new ProcessBuilder("/no/such/program"), LONG);
    GitProcess.Result noisy =
        GitProcess.run(List.of(sh("head -c 1000000 /dev/zero >&2")), new byte[0], 100, LONG);
    assertThat(noisy.ok()).isTrue();
    assertThat(noisy.error()).hasSize(8 << 10);
  }

  @Test
  void moreLongProcessesThanProcessorsKeepNoOtherWaiting() throws Exception {
    int many = Runtime.getRuntime().availableProcessors() + 2;
    List<CompletableFuture<GitProcess.Result>> all = new ArrayList<>();
    Path running = Files.createDirectory(directory.resolve("running"));
    Path end = directory.resolve("end");
    for (int i = 0; i < many; i++) {
      String script =
          "touch %s/%s; until test -e %s; do sleep 0.1; done".formatted(running, i, end);
      all.add(
          CompletableFuture.supplyAsync(
              () -> GitProcess.run(List.of(sh(script)), new byte[0], 100, LONG),
              task -> Thread.ofPlatform().daemon(true).start(task)));
    }
    awaitFiles(running, many);

    GitProcess.Result other =
        GitProcess.run(List.of(sh("echo here")), new byte[0], 100, Duration.ofSeconds(20));

    assertThat(other.output()).isEqualTo("here\n".getBytes(UTF_8));
    assertThat(all).noneMatch(CompletableFuture::isDone);
    Files.createFile(end);
    for (CompletableFuture<GitProcess.Result> each : all) {
      assertThat(each.get(60, TimeUnit.SECONDS).ok()).isTrue();
    }
  }

  @Test
  void oneTimeLimitHoldsForOutputErrorsAndEndTogether() {
    long began = System.nanoTime();
    refused(
        WorkspaceErrorCode.GIT_TIMED_OUT,
        sh("sleep 2; exec >&-; sleep 2; exec 2>&-; exec sleep 100"),
        Duration.ofSeconds(3));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void seesNothingOfTheGatewaysEnvironment() {
    ProcessBuilder builder = Git.own(java.nio.file.Path.of("/nowhere")).builder("status");
    assertThat(builder.environment())
        .doesNotContainKeys("USER", "LANG", "JAVA_HOME", "SSH_AUTH_SOCK");
    assertThat(builder.environment()).containsEntry("GIT_ALLOW_PROTOCOL", "none");
    assertThat(Arrays.asList("--git-dir=/nowhere", "status")).isSubsetOf(builder.command());
  }

  private static void awaitFiles(Path directory, int number) throws IOException {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (true) {
      try (var names = Files.list(directory)) {
        if (names.count() == number) {
          return;
        }
      }
      assertThat(System.nanoTime()).as("processes start").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static void refused(WorkspaceErrorCode code, ProcessBuilder process, Duration limit) {
    assertThatThrownBy(() -> GitProcess.run(List.of(process), new byte[0], 100, limit))
        .isInstanceOfSatisfying(
            RepositoryException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  private static ProcessBuilder sh(String script) {
    return new ProcessBuilder("bash", "-c", script);
  }
}
