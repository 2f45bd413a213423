package dev.gatehouse.controlplane.runs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentRunsTests {
  private static final String LONG = "x".repeat(256 * 1024);

  @Test
  void longTasksOfManyRunsTakeNoMoreThanTheirBytes() {
    RecentRuns runs = new RecentRuns(4 << 20);
    for (int i = 0; i < 1000; i++) {
      runs.keep("r-" + i, SampleSealedRun.of(LONG));
    }
    assertThat(runs.size()).isEqualTo(7);
    assertThat(runs.find("r-999")).isPresent();
    assertThat(runs.find("r-0")).isEmpty();
  }

  @Test
  void whatIsAskedForStaysAndASecondTimeCountsOnce() {
    RecentRuns runs = new RecentRuns(3 * (4096 + 20));
    runs.keep("r-1", SampleSealedRun.of("0123456789"));
    for (int i = 2; i < 100; i++) {
      assertThat(runs.find("r-1")).isPresent();
      runs.keep("r-" + i, SampleSealedRun.of("0123456789"));
      runs.keep("r-" + i, SampleSealedRun.of("0123456789"));
    }
    assertThat(runs.size()).isEqualTo(3);
  }

  @Test
  void aRunThatIsLargerThanAllIsNotKept() {
    RecentRuns runs = new RecentRuns(4096);
    runs.keep("r-1", SampleSealedRun.of(LONG));
    assertThat(runs.size()).isZero();
    runs.keep("r-2", SampleSealedRun.of(""));
    assertThat(runs.size()).isEqualTo(1);
  }
}
