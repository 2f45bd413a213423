package dev.gatehouse.controlplane.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.RunRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskRunsTests {
  private final Map<String, RunRecord> sealed = new HashMap<>();
  private final List<String> read = new ArrayList<>();
  private final TaskRuns tasks =
      new TaskRuns(
          () -> List.copyOf(sealed.keySet()),
          runId -> {
            read.add(runId);
            return Optional.ofNullable(sealed.get(runId));
          });

  @Test
  void whoFailsUsesUpNobodyElsesAttempts() {
    assertThat(attempt("r-1", "first")).isEqualTo(1);
    assertThat(attempt("r-2", "first")).isEqualTo(2);
    assertThat(attempt("r-3", "first")).isEqualTo(3);
    assertThat(attempt("r-4", "second")).isEqualTo(1);
    assertThat(attempt("r-5", "first")).isEqualTo(4);
    assertThat(attempt("r-6", "second")).isEqualTo(2);
    assertThat(read).as("each genesis is read once").doesNotHaveDuplicates();
  }

  private int attempt(String runId, String agent) {
    RunRecord record = SampleSealedRun.record(runId, agent);
    sealed.put(runId, record);
    return tasks.attempt(record);
  }
}
