package dev.gatehouse.controlplane.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.runs.SampleSealedRun;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IndexedRunsTests {
  private static final int RUNS = 50_000;
  private static final long MOST_BYTES = 1024;
  private static final int MANY = 100_000;
  private static final int QUESTIONS = 10_000;
  private static final TaskName TASK = new TaskName("repository", "agent", "task");

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

  /** 10,000 questions about a task of 100,000 runs; to go through its runs would take minutes. */
  @Test
  void theAttemptsOfATaskWithManyRunsAreNotCountedOneByOne() {
    IndexedRuns runs = new IndexedRuns();
    SealedSummary sample = SampleSealedRun.summary("r-0", TASK);
    IntStream.range(0, MANY).forEach(i -> runs.put(sample(sample, id(i)), Optional.empty()));
    long before = cpu();
    for (int i = 0; i < QUESTIONS; i++) {
      int run = MANY - i;
      assertThat(runs.attempt(TASK, id(run), List.of())).isEqualTo(1 + run);
    }
    assertThat(Duration.ofNanos(cpu() - before)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void anAttemptIsThePlaceAmongTheIdsInWhateverOrderTheyAreAddedAndRemoved() {
    IndexedRuns runs = new IndexedRuns();
    Random random = new Random(11);
    TreeSet<String> expected = new TreeSet<>();
    for (int i = 0; i < 2000; i++) {
      String id = id(random.nextInt(300));
      if (random.nextInt(3) == 0) {
        runs.remove(id);
        expected.remove(id);
      } else {
        runs.put(SampleSealedRun.summary(id, TASK), Optional.empty());
        expected.add(id);
      }
      String asked = id(random.nextInt(300));
      assertThat(runs.attempt(TASK, asked, List.of()))
          .isEqualTo(1 + expected.headSet(asked).size());
      assertThat(runs.later(TASK, asked, List.of()))
          .isEqualTo(expected.tailSet(asked, /* inclusive= */ false));
    }
    expected.forEach(runs::remove);
    assertThat(runs.attempt(TASK, id(1), List.of())).isEqualTo(1);
  }

  private static String id(int number) {
    return "r-" + "0".repeat(10 - String.valueOf(number).length()) + number;
  }

  private static SealedSummary sample(SealedSummary run, String id) {
    return new SealedSummary(
        id,
        run.task(),
        run.taskSha256(),
        run.profile(),
        run.startedAt(),
        run.baseCommit(),
        run.opening(),
        run.outcome(),
        run.bytes());
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
