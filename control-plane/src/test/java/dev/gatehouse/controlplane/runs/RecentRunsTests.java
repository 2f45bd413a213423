package dev.gatehouse.controlplane.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.RunRecord;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecentRunsTests {
  private static final String LONG = "x".repeat(256 * 1024);

  @Test
  void longTasksOfManyRunsTakeNoMoreThanTheirBytes() {
    RecentRuns runs = new RecentRuns(4 << 20);
    for (int i = 0; i < 1000; i++) {
      runs.keep("r-" + i, run(LONG));
    }
    assertThat(runs.size()).isEqualTo(7);
    assertThat(runs.find("r-999")).isPresent();
    assertThat(runs.find("r-0")).isEmpty();
  }

  @Test
  void whatIsAskedForStaysAndASecondTimeCountsOnce() {
    RecentRuns runs = new RecentRuns(3 * (4096 + 20));
    runs.keep("r-1", run("0123456789"));
    for (int i = 2; i < 100; i++) {
      assertThat(runs.find("r-1")).isPresent();
      runs.keep("r-" + i, run("0123456789"));
      runs.keep("r-" + i, run("0123456789"));
    }
    assertThat(runs.size()).isEqualTo(3);
  }

  @Test
  void aRunThatIsLargerThanAllIsNotKept() {
    RecentRuns runs = new RecentRuns(4096);
    runs.keep("r-1", run(LONG));
    assertThat(runs.size()).isZero();
    runs.keep("r-2", run(""));
    assertThat(runs.size()).isEqualTo(1);
  }

  private static SealedRun run(String task) {
    GitId id = new GitId("1".repeat(40));
    Digest digest = Digest.of(new byte[0]);
    RunRecord record =
        new RunRecord(
            "r-1",
            "repository",
            "task",
            task,
            "main",
            id,
            id,
            "default",
            digest,
            "agent",
            new RunRecord.Image("sha256:" + "2".repeat(64), "3".repeat(64)),
            "0.1.0",
            Instant.EPOCH);
    return new SealedRun(
        record, "PASSED", "MERGED", "1970-01-01T00:00:00Z", digest, "", Path.of(""));
  }
}
