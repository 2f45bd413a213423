package dev.gatehouse.controlplane.index;

import dev.gatehouse.evidence.RunRecord;
import java.util.Comparator;

/**
 * Names a task of an agent. A row that somebody has forged may hold any text in each column.
 *
 * @param repository where the task's runs work
 * @param agent whose runs they are
 * @param taskId what the agent calls the task
 */
public record TaskName(String repository, String agent, String taskId)
    implements Comparable<TaskName> {
  private static final Comparator<TaskName> ORDER =
      Comparator.comparing(TaskName::repository)
          .thenComparing(TaskName::agent)
          .thenComparing(TaskName::taskId);

  /** The task of that run. */
  public static TaskName of(RunRecord run) {
    return new TaskName(run.repository(), run.agent(), run.taskId());
  }

  @Override
  public int compareTo(TaskName other) {
    return ORDER.compare(this, other);
  }

  /** {@code repository/agent/task}. */
  @Override
  public String toString() {
    return repository + "/" + agent + "/" + taskId;
  }
}
