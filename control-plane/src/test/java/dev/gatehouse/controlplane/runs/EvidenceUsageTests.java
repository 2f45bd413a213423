package dev.gatehouse.controlplane.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.index.SealedSummary;
import dev.gatehouse.controlplane.index.TaskName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceUsageTests {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path directory;
  private Instant now = START;
  private final InstantSource clock = () -> now;
  private final UlidGenerator ids = new UlidGenerator(clock, new Random(1));
  private RunIndex index;
  private EvidenceUsage usage;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(directory.resolve("runs"));
    index = IndexedFolders.index(directory.resolve("runs"));
    usage = new EvidenceUsage(index, clock);
  }

  @Test
  void eachAgentCountsAlone() throws IOException {
    usage.add(sealed("one", 4096));
    usage.add(sealed("one", 8192));
    usage.add(sealed("other", 4096));

    assertThat(usage.of("one")).isEqualTo(12_288);
    assertThat(usage.of("other")).isEqualTo(4096);
    assertThat(usage.of("nobody")).isZero();
  }

  @Test
  void aRunCountsOnceAndUntilADayAfterItsOpening() throws IOException {
    SealedSummary first = sealed("one", 8192);
    usage.add(first);
    usage.add(first);
    usage.refresh();
    assertThat(usage.of("one")).isEqualTo(8192);

    now = START.plus(EvidenceUsage.COUNTED);
    usage.add(sealed("one", 4096));
    assertThat(usage.of("one")).isEqualTo(12_288);
    now = now.plusMillis(1);
    assertThat(usage.of("one")).isEqualTo(4096);
    now = now.plus(EvidenceUsage.COUNTED);
    assertThat(usage.of("one")).isZero();
  }

  @Test
  void aNewProcessFindsTheRunsOfTheLastDayAndNoOthers() throws IOException {
    sealed("one", 4096);
    now = START.plus(EvidenceUsage.COUNTED).plusMillis(1);
    sealed("one", 8192);
    RunIndex read = IndexedFolders.index(directory.resolve("runs"));
    EvidenceUsage other = new EvidenceUsage(read, clock);
    assertThat(other.of("one")).isZero();

    other.refresh();
    assertThat(other.of("one")).isEqualTo(8192);
    read.add(sealed("one", 4096));
    other.refresh();
    assertThat(other.of("one")).isEqualTo(12_288);
  }

  /** A sealed run; a start asks for the name of its folder alone. */
  private SealedSummary sealed(String agent, long bytes) throws IOException {
    String runId = ids.run();
    Files.createDirectories(directory.resolve("runs").resolve(runId));
    SealedSummary sample =
        SampleSealedRun.summary(runId, new TaskName("repository", agent, "task"));
    SealedSummary run =
        new SealedSummary(
            runId,
            sample.task(),
            sample.taskSha256(),
            sample.profile(),
            clock.instant(),
            sample.baseCommit(),
            sample.opening(),
            sample.outcome(),
            bytes);
    index.add(run);
    return run;
  }
}
