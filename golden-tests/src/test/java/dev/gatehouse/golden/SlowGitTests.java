package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.UnreachableException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Repositories in which git does not come to an end, more of them than there are processors. */
class SlowGitTests {
  private static final int REPOSITORIES = Runtime.getRuntime().availableProcessors() + 2;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Gateway gateway = Gateway.start();
  private final List<Stuck> stuck = new ArrayList<>();

  /** Git waits for its packed refs, which are a pipe that nobody writes. */
  private record Stuck(RegisteredRepository site, Path pipe) {
    static Stuck open(RegisteredRepository site) {
      Path pipe = site.origin().directory().resolve(".git/packed-refs");
      Program.demand(site.origin().directory(), Map.of(), List.of("mkfifo", pipe.toString()));
      Thread.ofPlatform().daemon(true).start(() -> opened(site));
      return new Stuck(site, pipe);
    }

    /** Answered when git goes on, unless nobody waits for it any more. */
    private static void opened(RegisteredRepository site) {
      try {
        assertThat(site.open().runId()).isNotEmpty();
      } catch (ProblemException | UnreachableException e) {
        assertThat(e).hasMessageNotContaining("INTERNAL");
      }
    }

    boolean isWaiting() {
      String directory = site.origin().directory().toString();
      return ProcessHandle.allProcesses()
          .flatMap(process -> process.info().commandLine().stream())
          .anyMatch(line -> line.contains(directory) && line.contains("for-each-ref"));
    }

    void release() {
      // Opened for both, a pipe waits for nobody; git then finds it empty.
      try (RandomAccessFile both = new RandomAccessFile(pipe.toFile(), "rw")) {
        Files.delete(pipe);
        assertThat(both.getFD().valid()).isTrue();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @AfterEach
  void stop() {
    stuck.stream().filter(each -> Files.exists(each.pipe())).forEach(Stuck::release);
    gateway.close();
  }

  @Test
  void holdNeitherTheLimitOfACommandNorAnotherRepository() throws Exception {
    RegisteredRepository honest =
        RegisteredRepository.verifiedBy(
            gateway, DefectRepository.repository(), DefectRepository.PYTEST);
    RunClient run = honest.agent().inside(honest.open());
    List<RegisteredRepository> sites = new ArrayList<>();
    for (int i = 0; i < REPOSITORIES; i++) {
      sites.add(RegisteredRepository.under(gateway, DefectRepository.repository(), "contained"));
      // Its mirror is there before git is slow.
      sites.getLast().open();
    }
    sites.forEach(site -> stuck.add(Stuck.open(site)));
    awaitWaiting();

    var ran = run.run(sleepingLongerThanItMay());
    assertThat(ran.ending()).isEqualTo("TIMED_OUT");
    assertThat(Duration.ofMillis(ran.millis())).isLessThan(Duration.ofSeconds(15));
    assertThat(run.run(CommandRequest.shell("echo again")).exitCode()).hasValue(0);
    honest.open();
    RegisteredRepository.under(gateway, DefectRepository.repository(), "contained").open();

    assertThat(stuck).allMatch(Stuck::isWaiting);
    stuck.forEach(Stuck::release);
    for (Stuck each : stuck) {
      assertThat(each.site().open().runId()).isNotEmpty();
    }
  }

  private static CommandRequest sleepingLongerThanItMay() {
    return new CommandRequest(
        Optional.empty(),
        Optional.of("sleep 40"),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.of(2));
  }

  private void awaitWaiting() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!stuck.stream().allMatch(Stuck::isWaiting)) {
      assertThat(System.nanoTime()).as("git waits").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
