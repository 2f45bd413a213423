package dev.gatehouse.controlplane.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.controlplane.database.DatabaseUnavailableException;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.controlplane.gatewaylog.MergeLog;
import dev.gatehouse.controlplane.gatewaylog.SignedLog;
import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.index.SealedSummary;
import dev.gatehouse.controlplane.index.TaskAttempts;
import dev.gatehouse.controlplane.index.TaskName;
import dev.gatehouse.controlplane.index.UnprojectedRuns;
import dev.gatehouse.controlplane.projection.ListPage;
import dev.gatehouse.controlplane.projection.RunFilter;
import dev.gatehouse.controlplane.work.WorkPool;
import dev.gatehouse.evidence.folder.SealInputs.Verdict;
import dev.gatehouse.syscalls.RunPhase;
import dev.gatehouse.syscalls.limit.RunUids;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are ids here that know no condition: as if somebody had written all the others. */
class RunSearchTests {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int BATCH = 2500;
  private static final int QUERIES = ListPage.MOST_ROWS / 100;

  @TempDir private Path root;
  private final WorkPool pool = new WorkPool(1, 1);
  private final OpenRunRegistry open = new OpenRunRegistry(new RunUids(200_000, 100), _ -> {});
  private final TreeSet<String> rows = new TreeSet<>(Comparator.reverseOrder());
  private RunIndex index;
  private UnprojectedRuns unprojected;
  private RunSearch search;
  private int queries;
  private boolean away;

  @BeforeEach
  void make() {
    index = RunIndex.open(root.resolve("runs.jsonl"), root.resolve("runs"));
    unprojected = new UnprojectedRuns(index);
    TaskAttempts attempts = new TaskAttempts(index, List::of);
    SealedRuns sealed = new SealedRuns(root.resolve("runs"), index, attempts, unprojected);
    MergeLog merges = new MergeLog(SignedLog.open(root), InstantSource.system());
    search =
        new RunSearch(new RunQueries(open, sealed, merges, pool), unprojected, this::answerOfRows);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private List<String> answerOfRows(RunFilter filter, int limit) {
    queries++;
    if (away) {
      throw new DatabaseUnavailableException("away", "again");
    }
    return rows.stream().filter(filter::admits).limit(limit).toList();
  }

  @Test
  void conditionsAddUp() {
    sealed("r-1", new TaskName("a", "me", "fix"), "PASSED", 1);
    sealed("r-2", new TaskName("a", "me", "fix"), "FAILED", 2);
    sealed("r-3", new TaskName("a", "you", "fix"), "PASSED", 3);
    sealed("r-4", new TaskName("b", "me", "fix"), "PASSED", 4);
    sealed("r-5", new TaskName("a", "me", "other"), "PASSED", 5);
    Optional<String> any = Optional.empty();
    Optional<Verdict> passed = Optional.of(Verdict.PASSED);
    assertThat(ids(filter(any, any, any, passed, 0, 9)))
        .containsExactly("r-5", "r-4", "r-3", "r-1");
    assertThat(ids(filter(Optional.of("a"), any, any, passed, 0, 9)))
        .containsExactly("r-5", "r-3", "r-1");
    assertThat(ids(filter(Optional.of("a"), Optional.of("fix"), any, passed, 0, 9)))
        .containsExactly("r-3", "r-1");
    assertThat(ids(filter(Optional.of("a"), Optional.of("fix"), Optional.of("me"), passed, 0, 9)))
        .containsExactly("r-1");
    assertThat(ids(filter(any, any, Optional.of("me"), Optional.empty(), 2, 5)))
        .as("from is in, until is not")
        .containsExactly("r-4", "r-2");
    assertThat(ids(filter(Optional.of("none"), any, any, passed, 0, 9))).isEmpty();
  }

  @Test
  void aRunIsShownOnceWhereverItIsFoundAndRowsAreAskedForSealedOnesAlone() {
    sealed("r-1", 1);
    index.add(summary("r-2", task(), "PASSED", 2));
    unprojected.add("r-2");
    open.unopened().add(SampleSealedRun.record("r-3", "me"));
    // Sealed just now: it is in memory, in the index and among the rows.
    open.unopened().add(SampleSealedRun.record("r-4", "me"));
    sealed("r-4", 4);
    unprojected.add("r-4");

    List<RunView> all = search.newest(Optional.empty(), RunFilter.ALL, 9).entries();
    assertThat(all).extracting(RunView::id).containsExactly("r-4", "r-3", "r-2", "r-1");
    assertThat(all)
        .extracting(RunView::state)
        .containsExactly("SEALED", "OPENING", "SEALED", "SEALED");
    assertThat(queries).isEqualTo(1);
    ListPage.Found<RunView> opening =
        search.newest(Optional.of(RunPhase.OPENING), RunFilter.ALL, 9);
    assertThat(opening.entries()).extracting(RunView::id).containsExactly("r-4", "r-3");
    assertThat(opening.next()).isEmpty();
    assertThat(queries).isEqualTo(1);
  }

  @Test
  void aRunOnTheMoveBetweenTwoPagesIsNeitherLostNorShownTwice() {
    IntStream.range(10, 16).forEach(i -> sealed("r-" + i, i));
    open.unopened().add(SampleSealedRun.record("r-12x", "me"));
    ListPage.Found<RunView> first = search.newest(Optional.empty(), RunFilter.ALL, 3);
    assertThat(first.entries()).extracting(RunView::id).containsExactly("r-15", "r-14", "r-13");

    open.unopened().remove(open.unopened().all().getFirst());
    index.add(summary("r-12x", task(), "PASSED", 12));
    unprojected.add("r-12x");
    sealed("r-16", 16);
    assertThat(all(RunFilter.ALL.after(first.next().orElseThrow()), 3))
        .containsExactly("r-12x", "r-12", "r-11", "r-10");
  }

  @Test
  void onlyIdsThatBeginSoAreFound() {
    sealed("r-ab1", 1);
    sealed("r-abc", 2);
    sealed("r-b", 3);
    open.unopened().add(SampleSealedRun.record("r-ab2", "me"));
    assertThat(ids(beginning("r-ab"))).containsExactly("r-abc", "r-ab2", "r-ab1");
    assertThat(ids(beginning("r-abc"))).containsExactly("r-abc");
    assertThat(ids(beginning("r-z"))).isEmpty();
  }

  @Test
  void withTheDatabaseAwayAListThatMayHaveSealedRunsIsRefused() {
    open.unopened().add(SampleSealedRun.record("r-1", "me"));
    away = true;
    for (Optional<RunPhase> state : List.of(Optional.<RunPhase>empty(), sealedState())) {
      assertThatThrownBy(() -> search.newest(state, RunFilter.ALL, 9))
          .isInstanceOf(DatabaseUnavailableException.class);
    }
    assertThat(search.newest(Optional.of(RunPhase.OPENING), RunFilter.ALL, 9).entries()).hasSize(1);
  }

  /** The bound of docs/limits.md: each answer costs few queries, and nothing is lost. */
  @Test
  void rowsThatDoNotCountEndAPageEarly() {
    sealed("r-1", 1);
    sealed("r-5", 5);
    IntStream.range(1000, 1000 + BATCH).forEach(i -> rows.add("r-2-" + i));
    ListPage.Found<RunView> first = search.newest(sealedState(), RunFilter.ALL, 9);
    assertThat(queries).isEqualTo(QUERIES);
    assertThat(first.entries()).extracting(RunView::id).containsExactly("r-5");
    assertThat(first.next()).isPresent();
    assertThat(all(RunFilter.ALL, 9)).containsExactly("r-5", "r-1");
    assertThat(queries).isEqualTo(3 * QUERIES + 6);
  }

  @Test
  void runsWithoutRowsThatDoNotMatchEndAPageEarlyAndNoRowGoesBeforeThem() {
    List<SealedSummary> many = new ArrayList<>();
    IntStream.range(1000, 1000 + BATCH)
        .forEach(i -> many.add(summary("r-5-" + i, task(), "FAILED", i)));
    many.add(summary("r-4", task(), "PASSED", 4));
    index.addAll(many);
    many.forEach(run -> unprojected.add(run.runId()));
    sealed("r-3", 3);
    RunFilter passed =
        filter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Verdict.PASSED),
            0,
            9);
    ListPage.Found<RunView> first = search.newest(Optional.empty(), passed, 9);
    assertThat(first.entries()).isEmpty();
    assertThat(first.next()).contains("r-5-" + (1000 + BATCH - RunSearch.MOST_LINES));
    assertThat(all(passed, 9)).containsExactly("r-4", "r-3");
  }

  @Test
  void rowsWithIdsThatNobodyCanSendAreNoEndOfAPage() {
    sealed("r-1", 1);
    IntStream.range(0, BATCH).forEach(i -> rows.add("r-é" + i));
    assertThatThrownBy(() -> search.newest(sealedState(), RunFilter.ALL, 9))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("no gateway makes");
    rows.removeIf(id -> id.endsWith("7"));
    rows.removeIf(id -> id.startsWith("r-é1"));
    rows.removeIf(id -> id.startsWith("r-é2"));
    assertThat(all(RunFilter.ALL, 9)).containsExactly("r-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"})
  void timesOfRfc3339AreTaken(String time) {
    assertThat(RunSearchController.time(time, "from")).contains(Instant.parse(time));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-0001-12-31T23:59:59Z",
        "-4713-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z",
        "9999-12-31T23:59:59-01:00",
        "+294277-01-01T00:00:00Z",
        "+1000000000-12-31T23:59:59.999999999Z",
        "yesterday"
      })
  void otherTimesAreRefused(String time) {
    assertThatThrownBy(() -> RunSearchController.time(time, "from"))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("from is a time as RFC 3339 has it");
  }

  private List<String> ids(RunFilter filter) {
    return search.newest(Optional.empty(), filter, 9).entries().stream().map(RunView::id).toList();
  }

  /** Page by page. */
  private List<String> all(RunFilter filter, int limit) {
    List<String> found = new ArrayList<>();
    Optional<RunFilter> next = Optional.of(filter);
    while (next.isPresent()) {
      ListPage.Found<RunView> page = search.newest(Optional.empty(), next.get(), limit);
      page.entries().forEach(run -> found.add(run.id()));
      next = page.next().map(filter::after);
    }
    return found;
  }

  private void sealed(String id, int second) {
    sealed(id, task(), "PASSED", second);
  }

  private void sealed(String id, TaskName task, String verdict, int second) {
    index.add(summary(id, task, verdict, second));
    rows.add(id);
  }

  private static TaskName task() {
    return new TaskName("repository", "me", "task");
  }

  private static Optional<RunPhase> sealedState() {
    return Optional.of(RunPhase.SEALED);
  }

  private static SealedSummary summary(String id, TaskName task, String verdict, int second) {
    SealedSummary run = SampleSealedRun.summary(id, task, verdict, "RETRY");
    return new SealedSummary(
        id,
        task,
        run.taskSha256(),
        run.profile(),
        START.plusSeconds(second),
        run.baseCommit(),
        run.opening(),
        run.outcome(),
        run.bytes());
  }

  private static RunFilter filter(
      Optional<String> repository,
      Optional<String> task,
      Optional<String> agent,
      Optional<Verdict> verdict,
      int from,
      int until) {
    return new RunFilter(
        repository,
        task,
        agent,
        verdict,
        Optional.of(START.plusSeconds(from)),
        Optional.of(START.plusSeconds(until)),
        Optional.empty(),
        Optional.empty());
  }

  private static RunFilter beginning(String prefix) {
    RunFilter all = RunFilter.ALL;
    return new RunFilter(
        all.repository(),
        all.taskId(),
        all.agent(),
        all.verdict(),
        all.from(),
        all.until(),
        Optional.of(prefix),
        all.after());
  }
}
