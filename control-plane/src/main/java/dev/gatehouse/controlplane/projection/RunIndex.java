package dev.gatehouse.controlplane.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.RunRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs in the order in which they opened, and which of its agent's attempts at its task each of
 * them is: who fails uses up nobody else's. A pure function of their genesis.
 */
public final class RunIndex {
  private static final Comparator<Opened> ORDER =
      Comparator.comparing(Opened::at).thenComparing(Opened::runId);

  private final List<Opened> runs = new ArrayList<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private final Map<TaskName, TaskRow> tasks = new TreeMap<>();

  /** When a run opened, and for what. */
  public record Opened(
      Instant at, String runId, String repository, String agent, String taskId, String textSha256) {
    /** Of that genesis. */
    public static Opened of(RunRecord run) {
      return new Opened(
          run.startedAt().truncatedTo(ChronoUnit.MICROS),
          run.runId(),
          run.repository(),
          run.agent(),
          run.taskId(),
          Digest.of(run.taskText().getBytes(UTF_8)).hex());
    }

    /** Its task. */
    public TaskName task() {
      return first().name();
    }

    private TaskRow first() {
      return new TaskRow(repository, agent, taskId, textSha256, 1);
    }
  }

  /** The index of these runs. */
  public RunIndex(List<Opened> opened) {
    runs.addAll(opened);
    runs.sort(ORDER);
    for (Opened run : runs) {
      TaskRow task = tasks.merge(run.task(), run.first(), (former, _) -> former.again());
      attempts.put(run.runId(), task.attempts());
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

  /** The rows of all tasks. */
  Map<TaskName, TaskRow> tasks() {
    return tasks;
  }
}
