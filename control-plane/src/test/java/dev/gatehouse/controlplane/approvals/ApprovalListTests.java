package dev.gatehouse.controlplane.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.controlplane.database.DatabaseUnavailableException;
import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.index.TaskName;
import dev.gatehouse.controlplane.projection.ApprovalRow;
import dev.gatehouse.controlplane.projection.ListPage;
import dev.gatehouse.controlplane.projection.SettledApprovalRows;
import dev.gatehouse.controlplane.runs.SampleSealedRun;
import dev.gatehouse.evidence.Approval;
import dev.gatehouse.syscalls.approval.ApprovalQueue;
import dev.gatehouse.syscalls.limit.RunUids;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of runs that the index does not have are left out, and cost each answer few queries. */
class ApprovalListTests {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int FORGED = 2500;

  private final List<ApprovalRow> rows = new ArrayList<>();
  private int queries;
  @TempDir private Path root;
  private ApprovalList list;

  @BeforeEach
  void make() {
    OpenRunRegistry runs = new OpenRunRegistry(new RunUids(200_000, 1), _ -> {});
    RunIndex index = RunIndex.open(root.resolve("runs.jsonl"), root.resolve("runs"));
    index.add(SampleSealedRun.summary("r-1", new TaskName("repository", "me", "task")));
    SettledApprovalRows found =
        new SettledApprovalRows() {
          @Override
          public List<ApprovalRow> settled(
              Approval.State state, Instant from, String after, int limit) {
            queries++;
            return rows.stream()
                .filter(row -> row.state() == state)
                .filter(row ->
                    row.requestedAt().isAfter(from)
                        || (row.requestedAt().equals(from)
                            && row.approvalId().compareTo(after) > 0))
                .sorted(
                    Comparator.comparing(ApprovalRow::requestedAt)
                        .thenComparing(ApprovalRow::approvalId))
                .limit(limit)
                .toList();
          }

          @Override
          public Optional<ApprovalRow> approval(String approvalId) {
            return rows.stream().filter(row -> row.approvalId().equals(approvalId)).findFirst();
          }
        };
    list = new ApprovalList(new ApprovalQueue(runs), runs, index, found);
  }

  @Test
  void pagesHaveTheOldestFirstAndEndWithoutANext() {
    for (int i = 0; i < 5; i++) {
      add("ap-" + i, "r-1", i / 2);
    }
    ListPage.Found<ApprovalView> first = list.page(Approval.State.DENIED, Optional.empty(), 2);
    assertThat(ids(first)).containsExactly("ap-0", "ap-1");
    assertThat(first.next()).contains("ap-1");
    assertThat(all(2)).containsExactly("ap-0", "ap-1", "ap-2", "ap-3", "ap-4");
    assertThat(list.page(Approval.State.DENIED, Optional.empty(), 500).next()).isEmpty();
    assertThat(list.page(Approval.State.COMMITTED, Optional.empty(), 2).entries()).isEmpty();
  }

  @Test
  void rowsThatDoNotCountEndAPageEarly() {
    add("ap-first", "r-1", 0);
    for (int i = 0; i < FORGED; i++) {
      add("ap-" + (1000 + i), "r-none", 1);
    }
    add("ap-last", "r-1", 2);
    ListPage.Found<ApprovalView> first = list.page(Approval.State.DENIED, Optional.empty(), 2);
    assertThat(ids(first)).containsExactly("ap-first");
    assertThat(first.next()).isPresent();
    assertThat(queries).isEqualTo(ListPage.MOST_ROWS / 100);
    assertThat(all(2)).containsExactly("ap-first", "ap-last");
    queries = 0;
    assertThat(ids(list.page(Approval.State.DENIED, Optional.empty(), 500)))
        .containsExactly("ap-first");
    assertThat(queries).isEqualTo(ListPage.MOST_ROWS / 500);
  }

  @Test
  void rowsWithIdsThatNobodyCanSendAreNoEndOfAPage() {
    add("ap-first", "r-1", 0);
    for (int i = 0; i < FORGED; i++) {
      add("é" + i, "r-none", 1);
    }
    assertThat(list.page(Approval.State.DENIED, Optional.empty(), 2).next()).contains("ap-first");
    assertThatThrownBy(() -> list.page(Approval.State.DENIED, Optional.of("ap-first"), 2))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("no gateway makes");
  }

  private void add(String id, String runId, int second) {
    rows.add(
        new ApprovalRow(
            id,
            runId,
            "c-1",
            "Makefile",
            "rule",
            "operator",
            "0".repeat(64),
            START.plusSeconds(second),
            START.plusSeconds(second),
            Approval.State.DENIED,
            "me",
            START,
            ""));
  }

  private List<String> all(int limit) {
    List<String> found = new ArrayList<>();
    Optional<String> after = Optional.of("");
    while (after.isPresent()) {
      ListPage.Found<ApprovalView> page =
          list.page(Approval.State.DENIED, after.filter(id -> !id.isEmpty()), limit);
      found.addAll(ids(page));
      after = page.next();
    }
    return found;
  }

  private static List<String> ids(ListPage.Found<ApprovalView> page) {
    return page.entries().stream().map(ApprovalView::approvalId).toList();
  }
}
