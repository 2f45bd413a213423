package dev.gatehouse.controlplane.projection;

import dev.gatehouse.controlplane.database.DatabaseUnavailableException;
import dev.gatehouse.evidence.Approval;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.Limit;
import org.springframework.transaction.TransactionException;

/**
 * Answers questions from rows. Rows follow the folders within a second, and decide nothing.
 *
 * <p>Every method throws {@link DatabaseUnavailableException} while the database is away.
 */
public final class RunRows {
  /** Rows in one answer, at most. */
  public static final int MAX_ROWS = 500;

  private final RunRowRepository runs;
  private final ApprovalRowRepository approvals;

  RunRows(RunRowRepository runs, ApprovalRowRepository approvals) {
    this.runs = runs;
    this.approvals = approvals;
  }

  /** The run of that id. */
  public Optional<RunRow> find(String runId) {
    return asked(() -> runs.findById(runId));
  }

  /**
   * Runs, the newest first.
   *
   * @param limit from 1 to {@value #MAX_ROWS}
   * @param after a run's id: only runs that opened before it; empty answer if there is none
   */
  public List<RunRow> newest(int limit, Optional<String> after) {
    return asked(() -> runs.newest(after.orElse(null), null, bounded(limit)));
  }

  /** As {@link #newest}, of one agent identity. */
  public List<RunRow> newestOf(String agent, int limit, Optional<String> after) {
    return asked(() -> runs.newest(after.orElse(null), agent, bounded(limit)));
  }

  /** Approvals in that state, the oldest first, at most {@value #MAX_ROWS}. */
  public List<ApprovalRow> approvals(Approval.State state) {
    return asked(() -> approvals.findByStateOrderByRequestedAtAscApprovalIdAsc(state, MOST));
  }

  /** The approval of that id. */
  public Optional<ApprovalRow> approval(String approvalId) {
    return asked(() -> approvals.findById(approvalId));
  }

  private static final Limit MOST = Limit.of(MAX_ROWS);

  private static int bounded(int limit) {
    return Math.clamp(limit, 1, MAX_ROWS);
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
