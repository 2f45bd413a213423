package dev.gatehouse.controlplane.projection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.gatehouse.controlplane.projection.LogRows.IdentityRow;
import dev.gatehouse.controlplane.projection.LogRows.MergeRow;
import dev.gatehouse.controlplane.projection.LogRows.ProfileRow;
import dev.gatehouse.controlplane.projection.LogRows.RepositoryRow;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.RunRecord;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.data.relational.core.conversion.DbActionExecutionException;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.data.relational.core.query.Query;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes rows, one transaction per run and one per change of the log. Only the projection's thread
 * and reconciliation write, one at a time.
 */
public final class RowStore {
  private final JdbcAggregateTemplate rows;
  private final JdbcClient sql;
  private final TransactionOperations transactions;
  private final Routes routes;

  RowStore(
      JdbcAggregateTemplate rows,
      JdbcClient sql,
      TransactionOperations transactions,
      Routes routes) {
    this.rows = rows;
    this.sql = sql;
    this.transactions = transactions;
    this.routes = routes;
  }

  /** Runs {@code work} whole or not at all; inside another one it is part of that. */
  public <T> T whole(Supplier<T> work) {
    try {
      return requireNonNull(transactions.execute(_ -> work.get()));
    } catch (DbActionExecutionException e) {
      // It hides what the database said, by which callers tell that it is away.
      throw e.getCause() instanceof DataAccessException cause ? cause : e;
    }
  }

  /**
   * Writes everything that the facts say of a run.
   *
   * @return later runs of its task, whose attempts it has moved
   */
  public List<String> write(RunFacts facts, Optional<Instant> leaseExpiresAt) {
    return whole(() -> write(facts, leaseExpiresAt, attemptOf(facts.run())));
  }

  /** As {@link #write(RunFacts, Optional)}, for an attempt that the caller has counted. */
  public List<String> write(RunFacts facts, Optional<Instant> leaseExpiresAt, int attempt) {
    return whole(() -> writeRun(facts, leaseExpiresAt, attempt));
  }

  private List<String> writeRun(RunFacts facts, Optional<Instant> leaseExpiresAt, int attempt) {
    RunRecord run = facts.run();
    RunProjection projection = RunProjection.of(facts, attempt, routes);
    boolean added = upsert(projection.run(), run.runId(), RunRow.class);
    writeLease(run.runId(), projection.lease(), leaseExpiresAt);
    writeApprovals(run.runId(), projection.approvals());
    writeTask(run, attempt);
    return added ? laterThan(run) : List.of();
  }

  private int attemptOf(RunRecord run) {
    return 1
        + sql.sql(
                "SELECT count(*) FROM runs WHERE repository = ? AND task_id = ?"
                    + " AND (opened_at, run_id COLLATE \"C\") < (?, ?)")
            .params(run.repository(), run.taskId(), opened(run), run.runId())
            .query(Integer.class)
            .single();
  }

  private List<String> laterThan(RunRecord run) {
    return sql.sql(
            "SELECT run_id FROM runs WHERE repository = ? AND task_id = ?"
                + " AND (opened_at, run_id COLLATE \"C\") > (?, ?)")
        .params(run.repository(), run.taskId(), opened(run), run.runId())
        .query((row, _) -> row.getString(1))
        .list();
  }

  private static Timestamp opened(RunRecord run) {
    return Timestamp.from(run.startedAt().truncatedTo(ChronoUnit.MICROS));
  }

  private void writeLease(
      String runId, Optional<LeaseRow> lease, Optional<Instant> leaseExpiresAt) {
    if (lease.isEmpty()) {
      rows.deleteById(runId, LeaseRow.class);
      return;
    }
    LeaseRow row = lease.get();
    upsert(
        new LeaseRow(
            row.runId(),
            row.agent(),
            row.fence(),
            row.takenAt(),
            leaseExpiresAt.map(time -> time.truncatedTo(ChronoUnit.MICROS)).orElse(null)),
        runId,
        LeaseRow.class);
  }

  private void writeApprovals(String runId, List<ApprovalRow> wanted) {
    Map<String, ApprovalRow> there = byId(approvalsOf(runId), ApprovalRow::approvalId);
    Map<String, ApprovalRow> approvals = byId(wanted, ApprovalRow::approvalId);
    difference(there, approvals, ApprovalRow.class);
  }

  private List<ApprovalRow> approvalsOf(String runId) {
    return rows.findAll(Query.query(Criteria.where("runId").is(runId)), ApprovalRow.class);
  }

  /** What the database has of a run; what memory alone knows is left out. */
  public Optional<RunProjection> read(String runId) {
    return Optional.ofNullable(rows.findById(runId, RunRow.class))
        .map(run ->
            new RunProjection(
                run,
                Optional.ofNullable(rows.findById(runId, LeaseRow.class)).map(LeaseRow::fromFolder),
                approvalsOf(runId)));
  }

  /** What the rows of a run would be. */
  public RunProjection expected(RunFacts facts, int attempt) {
    return RunProjection.of(facts, attempt, routes);
  }

  private void writeTask(RunRecord run, int attempt) {
    String text = Digest.of(run.taskText().getBytes(UTF_8)).hex();
    sql.sql(
            "INSERT INTO tasks (repository, task_id, text_sha256, attempts) SELECT ?, ?, ?, count(*)"
                + " FROM runs WHERE repository = ? AND task_id = ?"
                + " ON CONFLICT (repository, task_id) DO UPDATE SET attempts = EXCLUDED.attempts,"
                + " text_sha256 = CASE WHEN ? THEN EXCLUDED.text_sha256"
                + " ELSE tasks.text_sha256 END")
        .params(run.repository(), run.taskId(), text, run.repository(), run.taskId(), attempt == 1)
        .update();
  }

  /**
   * Writes what changed from the rows {@code before}, which are in the database, to {@code now}.
   */
  public void write(LogRows before, LogRows now) {
    whole(() -> {
      difference(before.repositories(), now.repositories(), RepositoryRow.class);
      difference(before.identities(), now.identities(), IdentityRow.class);
      difference(before.profiles(), now.profiles(), ProfileRow.class);
      difference(before.merges(), now.merges(), MergeRow.class);
      return now;
    });
  }

  /** The rows that the database has in place of the log's. */
  public LogRows logRows() {
    return new LogRows(
        byId(rows.findAll(RepositoryRow.class), RepositoryRow::name),
        byId(rows.findAll(IdentityRow.class), IdentityRow::name),
        byId(rows.findAll(ProfileRow.class), ProfileRow::name),
        byId(rows.findAll(MergeRow.class), MergeRow::runId));
  }

  /**
   * Names of the tasks whose rows differ from the index, {@code repository/task}.
   *
   * @param lost runs whose rows are kept without evidence; their tasks are left as they are
   */
  public List<String> differingTasks(RunIndex index, Collection<String> lost, boolean repair) {
    return whole(() -> {
      Map<String, TaskRow> there =
          byId(
              sql.sql("SELECT repository, task_id, text_sha256, attempts FROM tasks")
                  .query((row, _) ->
                      new TaskRow(
                          row.getString(1), row.getString(2), row.getString(3), row.getInt(4)))
                  .list(),
              TaskRow::key);
      Set<String> differing = new TreeSet<>(there.keySet());
      differing.addAll(index.tasks().keySet());
      lost.forEach(runId -> taskOf(runId).forEach(differing::remove));
      differing.removeIf(key -> Objects.equals(there.get(key), index.tasks().get(key)));
      if (repair) {
        differing.forEach(key -> {
          Optional.ofNullable(there.get(key)).ifPresent(this::delete);
          Optional.ofNullable(index.tasks().get(key)).ifPresent(this::insert);
        });
      }
      return List.copyOf(differing);
    });
  }

  private List<String> taskOf(String runId) {
    return sql.sql("SELECT repository || '/' || task_id FROM runs WHERE run_id = ?")
        .param(runId)
        .query((row, _) -> row.getString(1))
        .list();
  }

  private void delete(TaskRow task) {
    sql.sql("DELETE FROM tasks WHERE repository = ? AND task_id = ?")
        .params(task.repository(), task.taskId())
        .update();
  }

  private void insert(TaskRow task) {
    sql.sql("INSERT INTO tasks (repository, task_id, text_sha256, attempts) VALUES (?, ?, ?, ?)")
        .params(task.repository(), task.taskId(), task.textSha256(), task.attempts())
        .update();
  }

  /** How many runs have rows. */
  public long runs() {
    return sql.sql("SELECT count(*) FROM runs").query(Long.class).single();
  }

  /** The runs that have rows. */
  public List<String> runIds() {
    return sql.sql("SELECT run_id FROM runs ORDER BY run_id")
        .query((row, _) -> row.getString(1))
        .list();
  }

  /** Removes every row but the findings. */
  public void clear() {
    sql.sql("TRUNCATE approvals, identities, leases, merges, profiles, repositories, runs, tasks")
        .update();
  }

  /** The rows as canonical text. */
  public String dump() {
    return whole(() -> Dump.of(sql));
  }

  /** How many rows each table has. */
  public SortedMap<String, Long> counts() {
    return whole(() -> Dump.counts(sql));
  }

  private <T> void difference(Map<String, T> there, Map<String, T> wanted, Class<T> type) {
    Set<String> gone = new TreeSet<>(there.keySet());
    gone.removeAll(wanted.keySet());
    gone.forEach(id -> rows.deleteById(id, type));
    wanted.forEach((id, row) -> {
      if (!row.equals(there.get(id))) {
        upsert(row, id, type);
      }
    });
  }

  private <T> boolean upsert(T row, String id, Class<T> type) {
    if (rows.existsById(id, type)) {
      rows.update(row);
      return false;
    }
    rows.insert(row);
    return true;
  }

  private static <T> Map<String, T> byId(Iterable<T> rows, Function<T, String> id) {
    Map<String, T> byId = new HashMap<>();
    rows.forEach(row -> byId.put(id.apply(row), row));
    return byId;
  }
}
