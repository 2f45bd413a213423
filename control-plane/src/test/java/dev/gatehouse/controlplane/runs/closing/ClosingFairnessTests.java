package dev.gatehouse.controlplane.runs.closing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.runs.BaseRepository;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.syscalls.run.OpenRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents whose runs take long to verify, beside others. */
class ClosingFairnessTests {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration A_WHILE = Duration.ofSeconds(3);

  private ClosingFixture fixture;

  @BeforeEach
  void open(@TempDir Path directory) throws Exception {
    fixture =
        new ClosingFixture(
            directory, BaseRepository.create(directory.resolve("origin")).directory());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void anotherAgentsRunIsSealedWhileFourRunsOfOneAgentAreVerified() throws Exception {
    Set<String> verified = ConcurrentHashMap.newKeySet();
    CountDownLatch release = new CountDownLatch(1);
    ClosingActs slow =
        new ChangedActs(fixture.acts()) {
          @Override
          public VerifierReport verify(OpenRun run) {
            if (run.record().agent().equals("slow")) {
              verified.add(run.id());
              await(release);
            }
            return super.verify(run);
          }
        };
    List<String> held = Stream.of("slow-1", "slow-2", "slow-3", "slow-4").toList();
    held.forEach(run -> submitted(run, "slow"));
    try (RunSealer sealer = fixture.sealer(slow)) {
      fixture.lookUntil(sealer, () -> verified.size() == 2);
      submitted("quick", "other");
      fixture.lookUntilSealed(sealer, "quick");
      assertThat(verified).as("the others of that agent wait").hasSize(2);
      assertThat(fixture.sealedRuns.find("slow-1")).isEmpty();
      release.countDown();
      for (String run : held) {
        fixture.lookUntilSealed(sealer, run);
      }
    } finally {
      release.countDown();
    }
    assertThat(fixture.sealedRuns.find("slow-4").orElseThrow().outcome().verdict())
        .isEqualTo("PASSED");
  }

  @Test
  void ofManyRunsThatAreVerifiedTwoAtOnceAreMadeIntoTreesAndPatches() throws Exception {
    CountDownLatch verified = new CountDownLatch(4);
    CountDownLatch third = new CountDownLatch(3);
    AtomicBoolean threeAtOnce = new AtomicBoolean();
    ClosingActs acts =
        new ChangedActs(fixture.acts()) {
          @Override
          public VerifierReport verify(OpenRun run) {
            VerifierReport report = super.verify(run);
            verified.countDown();
            return report;
          }

          @Override
          public void diff(OpenRun run) {
            await(verified);
            third.countDown();
            if (third.getCount() > 0 && reaches(third)) {
              threeAtOnce.set(true);
            }
            super.diff(run);
          }
        };
    List<String> runs = Stream.of("one", "two", "three", "four").toList();
    runs.forEach(run -> submitted(run, "agent-" + run));
    try (RunSealer sealer = fixture.sealer(acts)) {
      for (String run : runs) {
        fixture.lookUntilSealed(sealer, run);
      }
    }
    assertThat(threeAtOnce).isFalse();
    for (String run : runs) {
      assertThat(fixture.sealedRuns.find(run).orElseThrow().outcome().verdict())
          .isEqualTo("PASSED");
    }
  }

  private void submitted(String runId, String agent) {
    OpenRun run = fixture.openVerified(runId, agent);
    fixture.shell(run, "echo new > new.txt");
    fixture.submit(run);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean reaches(CountDownLatch latch) {
    try {
      return latch.await(A_WHILE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
