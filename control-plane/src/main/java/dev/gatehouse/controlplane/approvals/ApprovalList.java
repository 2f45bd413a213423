package dev.gatehouse.controlplane.approvals;

import dev.gatehouse.controlplane.approvals.ProposalDiff.Shown;
import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.index.TaskName;
import dev.gatehouse.controlplane.projection.ApprovalRow;
import dev.gatehouse.controlplane.projection.ListPage;
import dev.gatehouse.controlplane.projection.SettledApprovalRows;
import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.journal.Event.ApprovalSettled;
import dev.gatehouse.syscalls.approval.ApprovalQueue;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Approvals of open runs from memory, those of sealed runs from rows. The rows of a run that the
 * index does not have as a sealed one do not count.
 */
@Component
final class ApprovalList {
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::requestedAt).thenComparing(Place::approvalId);

  private final ApprovalQueue approvalQueue;
  private final OpenRunRegistry runs;
  private final RunIndex index;
  private final SettledApprovalRows rows;

  /** Where an approval stands among all. */
  private record Place(Instant requestedAt, String approvalId) {}

  ApprovalList(
      ApprovalQueue approvalQueue, OpenRunRegistry runs, RunIndex index, SettledApprovalRows rows) {
    this.approvalQueue = approvalQueue;
    this.runs = runs;
    this.index = index;
    this.rows = rows;
  }

  /**
   * One page of the approvals in that state, the oldest first; for those that wait no row is asked.
   * It is shorter than asked for, with a {@code next}, where many rows do not count.
   *
   * @param after id of the last approval of the page before, or its {@code next}
   * @throws dev.gatehouse.syscalls.SyscallException APPROVAL_UNKNOWN, RUN_OPENING
   * @throws dev.gatehouse.controlplane.database.DatabaseUnavailableException if rows are asked
   *     while the database is away
   */
  ListPage.Found<ApprovalView> page(Approval.State state, Optional<String> after, int limit) {
    boolean waiting = state == Approval.State.WAITING;
    Place start = after.map(id -> place(id, waiting)).orElse(new Place(Instant.EPOCH, ""));
    ListPage<Place, ApprovalView> page = new ListPage<>(ORDER, Place::approvalId, limit);
    // Memory before rows: a run goes from the one to the other.
    (waiting ? approvalQueue.waiting() : approvalQueue.settledAs(state))
        .stream()
            .filter(each -> ORDER.compare(place(each), start) > 0)
            .forEach(each -> page.put(place(each), view(each)));
    if (!waiting) {
      page.addRows(
          (Optional<Place> last, int size) -> {
            Place from = last.orElse(start);
            return rows.settled(state, from.requestedAt(), from.approvalId(), size);
          },
          ApprovalList::place,
          row -> addSettled(page, row));
    }
    return page.found();
  }

  private boolean addSettled(ListPage<Place, ApprovalView> page, ApprovalRow row) {
    boolean counts = index.task(row.runId()).isPresent();
    if (counts) {
      page.putIfAbsent(place(row), view(row));
    }
    return counts;
  }

  private Place place(String approvalId, boolean waiting) {
    Optional<Place> open = approvalQueue.find(approvalId).map(ApprovalList::place);
    return open.or(
            () -> waiting ? Optional.empty() : rows.approval(approvalId).map(ApprovalList::place))
        .orElseGet(() -> place(approvalQueue.require(approvalId)));
  }

  private static Place place(Approval approval) {
    return new Place(ApprovalRow.stored(approval.requestedAt()), approval.approvalId());
  }

  private static Place place(ApprovalRow row) {
    return new Place(row.requestedAt(), row.approvalId());
  }

  /** An approval of an open run with a part of its diff. */
  ApprovalView view(Approval approval, Shown diff) {
    return view(approval, diff, approval.change());
  }

  private ApprovalView view(Approval approval) {
    return view(approval, null, null);
  }

  private ApprovalView view(Approval approval, @Nullable Shown diff, @Nullable Change change) {
    Optional<ApprovalSettled> settled = approvalQueue.settled(approval);
    Optional<Change> shown = Optional.ofNullable(change);
    return new ApprovalView(
        approval.approvalId(),
        approval.runId(),
        approval.change().path().text(),
        approval.rule(),
        approval.role(),
        runs.find(approval.runId()).map(run -> run.record().agent()).orElse(""),
        approval.requestedAt().toString(),
        approvalQueue.expiry(approval).toString(),
        settled.map(ApprovalSettled::state).orElse(Approval.State.WAITING).name(),
        approval.proposalSha256().hex(),
        settled.map(ApprovalSettled::by).orElse(null),
        settled.map(each -> each.at().toString()).orElse(null),
        settled.map(ApprovalSettled::comment).orElse(null),
        shown.flatMap(Change::before).map(ApprovalView.Version::of).orElse(null),
        shown.flatMap(Change::after).map(ApprovalView.Version::of).orElse(null),
        diff == null ? null : diff.text(),
        diff == null ? null : diff.parts());
  }

  private ApprovalView view(ApprovalRow row) {
    return new ApprovalView(
        row.approvalId(),
        row.runId(),
        row.path(),
        row.rule(),
        row.role(),
        index.task(row.runId()).map(TaskName::agent).orElse(""),
        row.requestedAt().toString(),
        row.expiresAt().toString(),
        row.state().name(),
        row.proposalSha256(),
        row.settledBy(),
        row.settledAt() == null ? null : row.settledAt().toString(),
        row.comment(),
        null,
        null,
        null,
        null);
  }
}
