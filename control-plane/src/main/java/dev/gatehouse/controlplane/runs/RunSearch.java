package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.index.TaskName;
import dev.gatehouse.controlplane.index.UnprojectedRuns;
import dev.gatehouse.controlplane.projection.ListPage;
import dev.gatehouse.controlplane.projection.RunFilter;
import dev.gatehouse.controlplane.projection.SealedRows;
import dev.gatehouse.syscalls.RunPhase;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Finds runs: unsealed ones in memory, sealed ones by their rows, or by the index where their rows
 * are still to be written. A row only finds a run: what is shown of it is what the index says, and
 * a run that the index has otherwise, or not, is left out.
 */
@Component
final class RunSearch {
  /** Lines of the index that are read for runs whose rows are still to be written, at most. */
  static final int MOST_LINES = 1000;

  private final RunQueries runs;
  private final UnprojectedRuns unprojected;
  private final SealedRows rows;

  RunSearch(RunQueries runs, UnprojectedRuns unprojected, SealedRows rows) {
    this.runs = runs;
    this.unprojected = unprojected;
    this.rows = rows;
  }

  /**
   * One page of runs, those that opened last first; each once. It is shorter than asked for, with a
   * {@code next}, where many runs were looked at that do not belong to it.
   *
   * @param state where they are in their lives, or any; only for sealed runs rows are asked
   * @throws dev.gatehouse.controlplane.database.DatabaseUnavailableException if rows are asked
   *     while the database is away
   */
  ListPage.Found<RunView> newest(Optional<RunPhase> state, RunFilter filter, int limit) {
    ListPage<String, RunView> page =
        new ListPage<>(Comparator.reverseOrder(), Function.identity(), limit);
    // A run goes from memory to those without rows and then to those with rows. Who looks in that
    // order misses none, and the later finding of the same run is the newer one.
    runs.unsealed().stream()
        .filter(view -> state.filter(wanted -> !view.state().equals(wanted.name())).isEmpty())
        .filter(view -> matches(view, filter))
        .forEach(view -> page.put(view.id(), view));
    if (state.filter(wanted -> wanted != RunPhase.SEALED).isEmpty()) {
      addUnprojected(page, filter, limit);
      page.addRows(
          (last, size) -> rows.sealed(last.map(filter::after).orElse(filter), size),
          Function.identity(),
          id -> mayMatch(id, filter) && addSealed(page, id, filter));
    }
    return page.found();
  }

  private void addUnprojected(ListPage<String, RunView> page, RunFilter filter, int limit) {
    int lines = 0;
    int matching = 0;
    Iterator<String> ids =
        unprojected.newestFirst().stream().filter(id -> mayMatch(id, filter)).iterator();
    while (ids.hasNext()) {
      String id = ids.next();
      matching += addSealed(page, id, filter) ? 1 : 0;
      if (ids.hasNext() && (matching == limit || ++lines == MOST_LINES)) {
        page.endAt(id);
        return;
      }
    }
  }

  /** As far as is known from memory, before a line of the index is read. */
  private boolean mayMatch(String id, RunFilter filter) {
    return filter.admits(id)
        && runs.sealedTask(id).filter(task -> matches(task, filter)).isPresent();
  }

  private boolean addSealed(ListPage<String, RunView> page, String id, RunFilter filter) {
    Optional<RunView> view = runs.indexed(id).filter(each -> matches(each, filter));
    view.ifPresent(each -> page.put(id, each));
    return view.isPresent();
  }

  private static boolean matches(RunView view, RunFilter filter) {
    RunView.Identity run = view.identity();
    Instant opened = Instant.parse(run.openedAt());
    return filter.admits(view.id())
        && matches(new TaskName(run.repository(), run.agent(), run.taskId()), filter)
        && filter.from().filter(opened::isBefore).isEmpty()
        && filter.until().filter(time -> !opened.isBefore(time)).isEmpty()
        && filter
            .verdict()
            .filter(
                verdict -> view.sealed() == null || !view.sealed().verdict().equals(verdict.name()))
            .isEmpty();
  }

  private static boolean matches(TaskName task, RunFilter filter) {
    return equal(filter.repository(), task.repository())
        && equal(filter.taskId(), task.taskId())
        && equal(filter.agent(), task.agent());
  }

  private static boolean equal(Optional<String> wanted, String there) {
    return wanted.filter(text -> !text.equals(there)).isEmpty();
  }
}
