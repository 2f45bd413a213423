package dev.gatehouse.controlplane.projection;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.controlplane.index.TaskAttempts;
import dev.gatehouse.controlplane.index.TaskName;
import dev.gatehouse.controlplane.projection.LogRows.IdentityRow;
import dev.gatehouse.controlplane.projection.LogRows.MergeRow;
import dev.gatehouse.controlplane.projection.LogRows.ProfileRow;
import dev.gatehouse.controlplane.projection.LogRows.RepositoryRow;
import dev.gatehouse.evidence.RunRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
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
  private static final Logger LOG = LoggerFactory.getLogger(RowStore.class);

  private final JdbcAggregateTemplate rows;
  private final JdbcClient sql;
  private final TransactionOperations transactions;
  private final TaskTable tasks;
  private final Upserts upserts;
  private final TaskAttempts attempts;

  RowStore(
      JdbcAggregateTemplate rows,
      JdbcClient sql,
      TransactionOperations transactions,
      TaskAttempts attempts) {
    this.rows = rows;
    this.sql = sql;
    this.transactions = transactions;
    this.attempts = attempts;
    this.tasks = new TaskTable(sql);
    this.upserts = new Upserts(rows);
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
   * What {@code write} returns; nothing if the database refuses the rows of that run for what they
   * hold. It would refuse them again, so that no other run waits for them.
   */
  public <T> Optional<T> unlessRefused(String runId, Supplier<T> write) {
    try {
      return Optional.of(write.get());
    } catch (DataIntegrityViolationException e) {
      LOG.error("the database refuses the rows of run {}: {}", runId, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Writes everything that the facts say of a run.
   *
   * @return later runs of its task, whose attempts it has moved
   */
  public List<String> write(ProjectedFacts facts, Optional<Instant> leaseExpiresAt) {
    return whole(
        () -> write(facts, leaseExpiresAt, attempt(TaskName.of(facts.run()), facts.run().runId())));
  }

  /** As {@link #write(ProjectedFacts, Optional)}, for an attempt that the caller has counted. */
  public List<String> write(ProjectedFacts facts, Optional<Instant> leaseExpiresAt, int attempt) {
    return whole(() -> writeRun(facts, leaseExpiresAt, attempt));
  }

  /** Which of its agent's runs of its task a run is, from 1, as its rows are written now. */
  public int attempt(TaskName task, String runId) {
    return attempts.of(task, runId);
  }

  /** The runs whose attempts depend on whether this one counts; rows are not read. */
  Set<String> laterRuns(TaskName task, String runId) {
    return attempts.later(task, runId);
  }

  private List<String> writeRun(
      ProjectedFacts facts, Optional<Instant> leaseExpiresAt, int attempt) {
    RunRecord run = facts.run();
    RunProjection projection = RunProjection.of(facts, attempt);
    boolean added = upserts.write(projection.run(), run.runId(), RunRow.class);
    writeLease(run.runId(), projection.lease(), leaseExpiresAt);
    writeApprovals(run.runId(), projection.approvals());
    tasks.write(run, attempt);
    return added ? tasks.laterThan(run) : List.of();
  }

  private void writeLease(
      String runId, Optional<LeaseRow> lease, Optional<Instant> leaseExpiresAt) {
    if (lease.isEmpty()) {
      rows.deleteById(runId, LeaseRow.class);
      return;
    }
    LeaseRow row = lease.get();
    upserts.write(
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
    Map<String, ApprovalRow> there = Upserts.byId(approvalsOf(runId), ApprovalRow::approvalId);
    Map<String, ApprovalRow> approvals = Upserts.byId(wanted, ApprovalRow::approvalId);
    upserts.difference(there, approvals, ApprovalRow.class);
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
  public RunProjection expected(ProjectedFacts facts, int attempt) {
    return RunProjection.of(facts, attempt);
  }

  /**
   * Writes what changed from the rows {@code before}, which are in the database, to {@code now}.
   */
  public void write(LogRows before, LogRows now) {
    whole(() -> {
      upserts.difference(before.repositories(), now.repositories(), RepositoryRow.class);
      upserts.difference(before.identities(), now.identities(), IdentityRow.class);
      upserts.difference(before.profiles(), now.profiles(), ProfileRow.class);
      upserts.difference(before.merges(), now.merges(), MergeRow.class);
      return now;
    });
  }

  /** The rows that the database has in place of the log's. */
  public LogRows logRows() {
    return new LogRows(
        Upserts.byId(rows.findAll(RepositoryRow.class), RepositoryRow::name),
        Upserts.byId(rows.findAll(IdentityRow.class), IdentityRow::name),
        Upserts.byId(rows.findAll(ProfileRow.class), ProfileRow::name),
        Upserts.byId(rows.findAll(MergeRow.class), MergeRow::runId));
  }

  /** As {@link TaskTable#differing(TaskRuns, Collection)}. */
  public List<TaskName> differingTasks(TaskRuns index, Collection<String> lost) {
    return whole(() -> tasks.differing(index, lost));
  }

  /** As {@link TaskTable#differing(TaskRuns, Collection, Collection)}. */
  public List<TaskName> differingTasks(
      TaskRuns index, Collection<String> lost, Collection<TaskName> among) {
    return whole(() -> tasks.differing(index, lost, among));
  }

  /** Makes the rows of these tasks say what the index says. */
  public void correctTasks(TaskRuns index, Collection<TaskName> names) {
    whole(() -> {
      tasks.correct(index, names);
      return names;
    });
  }

  /** The runs that have rows, of these tasks. */
  public List<String> runIds(Collection<TaskName> ofTasks) {
    return ofTasks.stream().flatMap(task -> tasks.runs(task).stream()).toList();
  }

  /** How many runs have rows. */
  public long runs() {
    return sql.sql("SELECT count(*) FROM runs").query(Long.class).single();
  }

  /** The runs whose rows say that they are sealed. */
  public List<String> sealedIds() {
    return sql.sql("SELECT run_id FROM runs WHERE state = 'SEALED'")
        .query((row, _) -> row.getString(1))
        .list();
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

  /**
   * The rows as canonical text.
   *
   * @param memory asked for as many bytes as they have, before they are read
   */
  public String dump(LongConsumer memory) {
    return whole(() -> CanonicalDump.of(sql, memory));
  }

  /** How many rows each table has. */
  public SortedMap<String, Long> counts() {
    return whole(() -> CanonicalDump.counts(sql));
  }
}
