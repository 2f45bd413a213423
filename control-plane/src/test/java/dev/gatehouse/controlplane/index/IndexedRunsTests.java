package dev.gatehouse.controlplane.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.runs.SampleSealedRun;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IndexedRunsTests {
  private static final int RUNS = 50_000;
  private static final long MOST_BYTES = 1024;

  /** As docs/limits.md says; each run of a task of its own, with names of usual length. */
  @Test
  void aRunTakesLessThanAKibibyte() {
    long before = used();
    IndexedRuns runs = new IndexedRuns();
    for (int i = 0; i < RUNS; i++) {
      String number = "0".repeat(15) + (10_000_000_000L + i);
      runs.put(
          SampleSealedRun.summary(
              "r-" + number, new TaskName("repository", "agent", "task-" + number)),
          Optional.of(new IndexFile.Place(i, i)));
    }
    long bytes = used() - before;
    assertThat(runs.ids()).hasSize(RUNS);
    assertThat(bytes / RUNS).isBetween(100L, MOST_BYTES);
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
