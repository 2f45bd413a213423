package dev.gatehouse.controlplane.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.index.TaskName;
import dev.gatehouse.controlplane.runs.SampleSealedRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskRunsTests {
  @Test
  void whoFailsUsesUpNobodyElsesAttempts() {
    TaskRuns index =
        new TaskRuns(
            List.of(
                opened("r-1", "first"),
                opened("r-2", "first"),
                opened("r-3", "second"),
                opened("r-4", "first"),
                opened("r-5", "second")));
    assertThat(index.inOrder().stream().map(index::attempt)).containsExactly(1, 2, 1, 3, 2);
    assertThat(index.tasks())
        .containsOnlyKeys(
            new TaskName("repository", "first", "task"),
            new TaskName("repository", "second", "task"));
    assertThat(index.tasks().values().stream().map(TaskRow::attempts)).containsExactly(3, 2);
  }

  private static TaskRuns.Opened opened(String runId, String agent) {
    return TaskRuns.Opened.of(SampleSealedRun.record(runId, agent));
  }
}
