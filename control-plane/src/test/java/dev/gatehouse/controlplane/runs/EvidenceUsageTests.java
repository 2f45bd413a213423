package dev.gatehouse.controlplane.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.RunRecord;
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
  private static final long BLOCK = 4096;
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path directory;
  private Instant now = START;
  private final InstantSource clock = () -> now;
  private final UlidGenerator ids = new UlidGenerator(clock, new Random(1));
  private EvidenceUsage usage;

  @BeforeEach
  void start() {
    usage = started();
  }

  @Test
  void eachFileCountsInBlocksAndEachAgentAlone() throws IOException {
    usage.sealed(sealed("one", 1, 4096, 4097));
    usage.sealed(sealed("one", 10_000));
    usage.sealed(sealed("other", 1));

    // Beside these files each folder has its genesis, of one block.
    assertThat(usage.of("one")).isEqualTo((1 + 1 + 2 + 1 + 3 + 1) * BLOCK);
    assertThat(usage.of("other")).isEqualTo(2 * BLOCK);
    assertThat(usage.of("nobody")).isZero();
  }

  @Test
  void aRunCountsOnceAndUntilADayAfterItsOpening() throws IOException {
    RunRecord first = sealed("one", 1);
    usage.sealed(first);
    usage.sealed(first);
    usage.refresh();
    assertThat(usage.of("one")).isEqualTo(2 * BLOCK);

    now = START.plus(EvidenceUsage.COUNTED);
    usage.sealed(sealed("one", 1, 1));
    assertThat(usage.of("one")).isEqualTo(5 * BLOCK);
    now = now.plusMillis(1);
    assertThat(usage.of("one")).isEqualTo(3 * BLOCK);
    now = now.plus(EvidenceUsage.COUNTED);
    assertThat(usage.of("one")).isZero();
  }

  @Test
  void aNewProcessFindsTheRunsOfTheLastDayAndNoOthers() throws IOException {
    sealed("one", 1, 1, 1);
    now = START.plus(EvidenceUsage.COUNTED).plusMillis(1);
    sealed("one", 1);
    Files.createDirectories(directory.resolve("not-a-run"));
    EvidenceUsage other = started();
    assertThat(other.of("one")).isZero();

    other.refresh();
    assertThat(other.of("one")).isEqualTo(2 * BLOCK);
    sealed("one", 1);
    other.refresh();
    assertThat(other.of("one")).isEqualTo(4 * BLOCK);
  }

  @Test
  void aRunWhoseFolderIsGoneHoldsUpNobody() throws IOException {
    RunRecord run = sealed("one", 1);
    Path folder = directory.resolve(run.runId());
    Files.delete(folder.resolve("data/run.json"));
    Files.delete(folder.resolve("data/file-0"));
    Files.delete(folder.resolve("data"));
    Files.delete(folder);
    usage.sealed(run);
    usage.refresh();
    assertThat(usage.of("one")).isZero();
  }

  private EvidenceUsage started() {
    return new EvidenceUsage(new SealedRuns(directory), clock);
  }

  private RunRecord sealed(String agent, int... lengths) throws IOException {
    RunRecord run = SampleSealedRun.record(ids.run(), agent);
    Path data = Files.createDirectories(directory.resolve(run.runId()).resolve("data"));
    Files.write(data.resolve("run.json"), run.toJson().canonical());
    for (int i = 0; i < lengths.length; i++) {
      Files.write(data.resolve("file-" + i), new byte[lengths[i]]);
    }
    return run;
  }
}
