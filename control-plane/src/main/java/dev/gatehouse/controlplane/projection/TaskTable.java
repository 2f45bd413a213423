package dev.gatehouse.controlplane.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.controlplane.index.TaskName;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.RunRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tasks of agents, and the order of the runs of each; called inside the caller's transaction. */
record TaskTable(JdbcClient sql) {
  /** The agent's runs of the same task that opened later. */
  List<String> laterThan(RunRecord run) {
    return sql.sql(
            "SELECT run_id FROM runs WHERE repository = ? AND agent = ? AND task_id = ?"
                + " AND run_id > ?")
        .params(run.repository(), run.agent(), run.taskId(), run.runId())
        .query((row, _) -> row.getString(1))
        .list();
  }

  /** Counts the task's runs anew; its text is that of the first attempt. */
  void write(RunRecord run, int attempt) {
    String text = Digest.of(run.taskText().getBytes(UTF_8)).hex();
    sql.sql(
            "INSERT INTO tasks (repository, agent, task_id, text_sha256, attempts)"
                + " SELECT ?, ?, ?, ?, count(*)"
                + " FROM runs WHERE repository = ? AND agent = ? AND task_id = ?"
                + " ON CONFLICT (repository, agent, task_id) DO UPDATE SET attempts = EXCLUDED.attempts,"
                + " text_sha256 = CASE WHEN ? THEN EXCLUDED.text_sha256"
                + " ELSE tasks.text_sha256 END")
        .params(
            run.repository(),
            run.agent(),
            run.taskId(),
            text,
            run.repository(),
            run.agent(),
            run.taskId(),
            attempt == 1)
        .update();
  }

  /**
   * The tasks whose rows differ from the index.
   *
   * @param index of all runs
   * @param lost runs whose rows are kept without evidence; their tasks are left as they are
   */
  List<TaskName> differing(TaskRuns index, Collection<String> lost) {
    List<TaskRow> there =
        sql.sql("SELECT repository, agent, task_id, text_sha256, attempts FROM tasks")
            .query(TaskTable::read)
            .list();
    Set<TaskName> all = new TreeSet<>(index.tasks().keySet());
    there.forEach(row -> all.add(row.name()));
    return differing(index, lost, all, there);
  }

  /**
   * As {@link #differing(TaskRuns, Collection)}, of some tasks only.
   *
   * @param index of all runs of these tasks
   */
  List<TaskName> differing(TaskRuns index, Collection<String> lost, Collection<TaskName> among) {
    return differing(
        index, lost, among, among.stream().flatMap(task -> find(task).stream()).toList());
  }

  private List<TaskName> differing(
      TaskRuns index, Collection<String> lost, Collection<TaskName> among, List<TaskRow> there) {
    Map<TaskName, TaskRow> rows = Upserts.byId(there, TaskRow::name);
    Set<TaskName> differing = new TreeSet<>(among);
    differing.removeIf(task -> Objects.equals(rows.get(task), index.tasks().get(task)));
    lost.forEach(runId -> taskOf(runId).forEach(differing::remove));
    return List.copyOf(differing);
  }

  /** Makes the rows of these tasks say what the index says. */
  void correct(TaskRuns index, Collection<TaskName> names) {
    names.forEach(task -> {
      delete(task);
      Optional.ofNullable(index.tasks().get(task)).ifPresent(this::insert);
    });
  }

  /** The runs of that task that have rows. */
  List<String> runs(TaskName task) {
    return sql.sql("SELECT run_id FROM runs WHERE repository = ? AND agent = ? AND task_id = ?")
        .params(task.repository(), task.agent(), task.taskId())
        .query((row, _) -> row.getString(1))
        .list();
  }

  private List<TaskRow> find(TaskName task) {
    return sql.sql(
            "SELECT repository, agent, task_id, text_sha256, attempts FROM tasks"
                + " WHERE repository = ? AND agent = ? AND task_id = ?")
        .params(task.repository(), task.agent(), task.taskId())
        .query(TaskTable::read)
        .list();
  }

  private static TaskRow read(ResultSet row, int number) throws SQLException {
    return new TaskRow(
        row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getInt(5));
  }

  private List<TaskName> taskOf(String runId) {
    return sql.sql("SELECT repository, agent, task_id FROM runs WHERE run_id = ?")
        .param(runId)
        .query((row, _) -> new TaskName(row.getString(1), row.getString(2), row.getString(3)))
        .list();
  }

  private void delete(TaskName task) {
    sql.sql("DELETE FROM tasks WHERE repository = ? AND agent = ? AND task_id = ?")
        .params(task.repository(), task.agent(), task.taskId())
        .update();
  }

  private void insert(TaskRow task) {
    sql.sql(
            "INSERT INTO tasks (repository, agent, task_id, text_sha256, attempts)"
                + " VALUES (?, ?, ?, ?, ?)")
        .params(task.repository(), task.agent(), task.taskId(), task.textSha256(), task.attempts())
        .update();
  }
}
