package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.UnreachableException;
import dev.gatehouse.client.operator.MergeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gateway that is killed while it merges leaves one branch or none, and knows which. */
class MergeKillTests {
  private static final String BRANCH = "gatehouse/mended";
  private static final String OTHER = "gatehouse/again";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final Gateway gateway = Gateway.start();
  private final Repository origin = DefectRepository.repository();
  private final RegisteredRepository site =
      RegisteredRepository.verifiedBy(gateway, origin, DefectRepository.PYTEST);
  private final Path held = origin.directory().resolve(".git/refs/heads/" + BRANCH + ".lock");
  private final Path inTheWay = gateway.data().resolve("gateway.checkpoint.next.new/x");

  @AfterEach
  void stop() throws IOException {
    Files.deleteIfExists(held);
    gateway.close();
  }

  @Test
  void killedBeforeTheBranchIsMadeTheMergeIsTakenBackAndAnotherMakesOneBranch() throws Exception {
    RunView run = passed();
    ProcessHandle database = database();
    try (ExecutorService operator = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> merge = merging(operator, run);
      ProcessHandle git = awaitGit();
      gateway.kill();
      assertThat(failure(merge)).isInstanceOf(UnreachableException.class);
      assertThat(git.isAlive()).as("git outlives its gateway").isTrue();
      assertThat(database.isAlive()).as("PostgreSQL outlives its gateway").isTrue();

      gateway.restart();

      assertThat(git.isAlive()).isFalse();
      assertThat(database.isAlive()).isFalse();
    }
    assertThat(log()).contains("merge.intended").contains("merge.aborted");
    Files.delete(held);
    assertThat(branches()).isEmpty();
    assertThat(gateway.operator().run(run.runId()).mergedBranch()).isEmpty();

    gateway.operator().merge(run.runId(), request(run, OTHER));
    assertThat(branches()).isEqualTo(OTHER);
    assertThat(refusal(run, BRANCH)).isEqualTo("MERGE_REFUSED");
  }

  @Test
  void killedAfterTheBranchWasMadeTheMergeIsFinishedAndNoOtherBranchComes() throws Exception {
    RunView run = passed();
    try (ExecutorService operator = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> merge = merging(operator, run);
      awaitGit();
      Files.createDirectories(inTheWay);
      Files.delete(held);
      assertThat(failure(merge)).isInstanceOf(ProblemException.class);
      assertThat(branches()).isEqualTo(BRANCH);
      assertThat(log()).doesNotContain("\"kind\":\"merged\"");
      gateway.kill();
      Files.delete(inTheWay);
      Files.delete(inTheWay.getParent());
    }

    gateway.restart();

    assertThat(log()).contains("\"kind\":\"merged\"").doesNotContain("merge.aborted");
    assertThat(gateway.operator().run(run.runId()).mergedBranch()).contains(BRANCH);
    assertThat(refusal(run, OTHER)).isEqualTo("MERGE_REFUSED");
    assertThat(gateway.operator().merge(run.runId(), request(run, BRANCH)).commit())
        .as("the answer that was lost")
        .isEqualTo(origin.id(BRANCH));
    assertThat(branches()).isEqualTo(BRANCH);
  }

  private RunView passed() {
    OpenedRun run = site.open();
    site.agent()
        .inside(run)
        .write(DefectRepository.FILE, DefectRepository.BROKEN_SHA256, DefectRepository.MENDED);
    RunView sealed = site.sealed(run);
    assertThat(sealed.verdict()).contains("PASSED");
    return sealed;
  }

  /** A merge whose git waits for a lock of the origin's, after the intent and the pack. */
  private Future<?> merging(ExecutorService operator, RunView run) throws IOException {
    origin.git("config", "core.filesRefLockTimeout", "-1");
    Files.createDirectories(held.getParent());
    Files.createFile(held);
    return operator.submit(() -> gateway.operator().merge(run.runId(), request(run, BRANCH)));
  }

  private MergeRequest request(RunView run, String branch) {
    return new MergeRequest(run.sealSha256().orElseThrow(), branch, "main", origin.id("main"));
  }

  private String refusal(RunView run, String branch) {
    return catchThrowableOfType(
            ProblemException.class,
            () -> gateway.operator().merge(run.runId(), request(run, branch)))
        .code();
  }

  private ProcessHandle awaitGit() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<ProcessHandle> git =
          ProcessHandle.allProcesses().filter(this::updatesTheOrigin).findFirst();
      if (git.isPresent()) {
        return git.get();
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the merge does not reach the origin:\n" + gateway.log());
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private boolean updatesTheOrigin(ProcessHandle process) {
    try {
      String command = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
      return command.startsWith("git\0")
          && command.contains("update-ref\0")
          && command.contains(origin.directory().toString());
    } catch (IOException e) {
      return false;
    }
  }

  private ProcessHandle database() throws IOException {
    Path file = gateway.data().resolve("postgres/cluster/postmaster.pid");
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst())).orElseThrow();
  }

  private String log() throws IOException {
    return Files.readString(gateway.data().resolve("gateway.jsonl"));
  }

  private String branches() {
    return origin.git("for-each-ref", "--format=%(refname:short)", "refs/heads/gatehouse");
  }

  private static Throwable failure(Future<?> call) throws InterruptedException {
    try {
      return new AssertionError("it was answered: " + call.get());
    } catch (ExecutionException e) {
      return e.getCause() == null ? e : e.getCause();
    }
  }
}
