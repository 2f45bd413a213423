package dev.gatehouse.controlplane.runs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentRunsTests {
  private static final String LONGEST = "x".repeat(128);

  @Test
  void runsTakeNoMoreThanTheirBytesTogether() {
    RecentRuns runs = new RecentRuns(1 << 20);
    for (int i = 0; i < 5000; i++) {
      runs.keep("r-" + i, SampleSealedRun.of("r-" + i, LONGEST, LONGEST));
    }
    assertThat(runs.size()).isBetween(600, 700);
    assertThat(runs.find("r-4999")).isPresent();
    assertThat(runs.find("r-0")).isEmpty();
  }

  @Test
  void tenThousandRunsAreKeptInWhatTheGatewayGivesThem() {
    RecentRuns runs = new RecentRuns(SealedRuns.KEPT_BYTES);
    for (int i = 0; i < 10_000; i++) {
      runs.keep("r-" + i, SampleSealedRun.of("r-" + i, "task-" + i, "agent"));
    }
    assertThat(runs.find("r-0")).isPresent();
    assertThat(runs.size()).isEqualTo(10_000);
  }

  @Test
  void whatIsAskedForStaysAndASecondTimeCountsOnce() {
    RecentRuns runs = new RecentRuns(3 * 1200);
    runs.keep("r-1", SampleSealedRun.of("r-1", "task", "agent"));
    for (int i = 2; i < 100; i++) {
      assertThat(runs.find("r-1")).isPresent();
      runs.keep("r-" + i, SampleSealedRun.of("r-" + i, "task", "agent"));
      runs.keep("r-" + i, SampleSealedRun.of("r-" + i, "task", "agent"));
    }
    assertThat(runs.size()).isEqualTo(3);
  }

  @Test
  void aRunThatIsLargerThanAllIsNotKept() {
    RecentRuns runs = new RecentRuns(1200);
    runs.keep("r-1", SampleSealedRun.of("r-1", LONGEST, "agent"));
    assertThat(runs.size()).isZero();
    runs.keep("r-2", SampleSealedRun.of("r-2", "task", "agent"));
    assertThat(runs.size()).isEqualTo(1);
  }
}
