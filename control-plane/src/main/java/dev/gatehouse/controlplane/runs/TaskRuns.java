package dev.gatehouse.controlplane.runs;

import dev.gatehouse.evidence.RunRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Which sealed runs each agent has of each task, so that each genesis is read once and not for
 * every question.
 */
final class TaskRuns {
  private final Supplier<List<String>> ids;
  private final Function<String, Optional<RunRecord>> reader;
  private final Set<String> seen = new HashSet<>();
  private final Map<Task, TreeSet<String>> runs = new HashMap<>();

  private record Task(String repository, String agent, String id) {
    static Task of(RunRecord record) {
      return new Task(record.repository(), record.agent(), record.taskId());
    }
  }

  /**
   * An index that is filled when it is first asked.
   *
   * @param ids every sealed run
   * @param reader the genesis of one, unless it cannot be read
   */
  TaskRuns(Supplier<List<String>> ids, Function<String, Optional<RunRecord>> reader) {
    this.ids = ids;
    this.reader = reader;
  }

  /** Which of its agent's runs of its task this is, from 1: ids sort by time. */
  synchronized int attempt(RunRecord record) {
    if (!seen.contains(record.runId())) {
      for (String id : ids.get()) {
        if (seen.add(id)) {
          reader.apply(id).ifPresent(this::add);
        }
      }
    }
    TreeSet<String> ofTask = runs.getOrDefault(Task.of(record), new TreeSet<>());
    return 1 + ofTask.headSet(record.runId()).size();
  }

  private void add(RunRecord record) {
    runs.computeIfAbsent(Task.of(record), ignored -> new TreeSet<>()).add(record.runId());
  }
}
