package dev.gatehouse.controlplane.projection;

import dev.gatehouse.controlplane.database.DatabaseUnavailableException;
import dev.gatehouse.evidence.Approval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.Sort;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.data.relational.core.query.Query;
import org.springframework.transaction.TransactionException;

/**
 * Finds sealed runs and their approvals by rows. Rows follow the folders within a second, and
 * decide nothing: who asks compares what it is given with the index.
 *
 * <p>Every method throws {@link DatabaseUnavailableException} while the database is away.
 */
public final class RunRows implements SealedRows, SettledApprovalRows {
  /** Behind every character of an id. */
  private static final String BEHIND = "~";

  private static final String RUN_ID = "runId";
  private static final String OPENED_AT = "openedAt";

  private final JdbcAggregateTemplate rows;
  private final ApprovalRowRepository approvals;

  RunRows(JdbcAggregateTemplate rows, ApprovalRowRepository approvals) {
    this.rows = rows;
    this.approvals = approvals;
  }

  @Override
  public List<String> sealed(RunFilter filter, int limit) {
    Query query =
        Query.query(criteria(filter)).sort(Sort.by(Sort.Direction.DESC, RUN_ID)).limit(limit);
    return asked(() -> rows.findAll(query, RunRow.class)).stream().map(RunRow::runId).toList();
  }

  private static Criteria criteria(RunFilter filter) {
    List<Criteria> all = new ArrayList<>();
    all.add(Criteria.where("state").is("SEALED"));
    filter.repository().ifPresent(name -> all.add(Criteria.where("repository").is(name)));
    filter.taskId().ifPresent(name -> all.add(Criteria.where("taskId").is(name)));
    filter.agent().ifPresent(name -> all.add(Criteria.where("agent").is(name)));
    filter.verdict().ifPresent(each -> all.add(Criteria.where("verdict").is(each.name())));
    filter.from().ifPresent(time -> all.add(Criteria.where(OPENED_AT).greaterThanOrEquals(time)));
    filter.until().ifPresent(time -> all.add(Criteria.where(OPENED_AT).lessThan(time)));
    filter
        .prefix()
        .ifPresent(beginning -> {
          all.add(Criteria.where(RUN_ID).greaterThanOrEquals(beginning));
          all.add(Criteria.where(RUN_ID).lessThan(beginning + BEHIND));
        });
    filter.after().ifPresent(last -> all.add(Criteria.where(RUN_ID).lessThan(last)));
    return Criteria.from(all);
  }

  @Override
  public List<ApprovalRow> settled(Approval.State state, Instant from, String after, int limit) {
    return asked(() -> approvals.ofSealedRuns(state.name(), RunFold.stored(from), after, limit));
  }

  @Override
  public Optional<ApprovalRow> approval(String approvalId) {
    return asked(() -> approvals.findById(approvalId));
  }

  private static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (DataAccessException | TransactionException e) {
      throw new DatabaseUnavailableException(
          "the database does not answer", "try again; open runs go on without it", e);
    }
  }
}
