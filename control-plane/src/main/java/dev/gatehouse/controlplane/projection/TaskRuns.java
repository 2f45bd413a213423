package dev.gatehouse.controlplane.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.controlplane.index.TaskName;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.RunRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs in the order of their ids, which sort by the time of opening, and which of its agent's
 * attempts at its task each of them is: who fails uses up nobody else's. A pure function of their
 * genesis.
 */
public final class TaskRuns {
  private final List<Opened> runs = new ArrayList<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private final Map<String, TaskName> taskNames = new HashMap<>();
  private final Map<TaskName, TaskRow> tasks = new TreeMap<>();

  /** What a run was opened for. */
  public record Opened(String runId, TaskName task, String textSha256) {
    /** Of that genesis. */
    public static Opened of(RunRecord run) {
      return new Opened(
          run.runId(), TaskName.of(run), Digest.of(run.taskText().getBytes(UTF_8)).hex());
    }

    private TaskRow first() {
      return new TaskRow(task.repository(), task.agent(), task.taskId(), textSha256, 1);
    }
  }

  /** The tasks of these runs. */
  public TaskRuns(List<Opened> opened) {
    runs.addAll(opened);
    runs.sort(Comparator.comparing(Opened::runId));
    for (Opened run : runs) {
      TaskRow task = tasks.merge(run.task(), run.first(), (former, _) -> former.again());
      attempts.put(run.runId(), task.attempts());
      taskNames.put(run.runId(), run.task());
    }
  }

  /** Ids, the first that opened first. */
  public List<String> inOrder() {
    return runs.stream().map(Opened::runId).toList();
  }

  /** Which of its agent's attempts at its task the run is, from 1. */
  public int attempt(String runId) {
    Integer attempt = attempts.get(runId);
    if (attempt == null) {
      throw new IllegalArgumentException("no run " + runId + " is known");
    }
    return attempt;
  }

  /** The task of a run that is among these. */
  public Optional<TaskName> task(String runId) {
    return Optional.ofNullable(taskNames.get(runId));
  }

  /** The rows of all tasks. */
  Map<TaskName, TaskRow> tasks() {
    return tasks;
  }
}
