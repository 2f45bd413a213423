package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.database.DatabaseUnavailableException;
import dev.gatehouse.controlplane.index.TaskName;
import dev.gatehouse.controlplane.index.UnprojectedRuns;
import dev.gatehouse.controlplane.projection.RunFilter;
import dev.gatehouse.controlplane.projection.SealedRows;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.syscalls.RunPhase;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Finds runs: unsealed ones in memory, sealed ones by their rows, or by the index where their rows
 * are still to be written. A row only finds a run: what is shown of it is what the index says, and
 * a run that the index has otherwise, or not, is left out.
 */
@Component
final class RunSearch {
  /** Rows, and lines of the index, that one page is made from at most. */
  static final int MOST_LOOKED_AT = 1000;

  /** Rows of one query at least, so that rows that do not count cost few queries. */
  private static final int LEAST_ROWS = 100;

  private final RunQueries runs;
  private final UnprojectedRuns unprojected;
  private final SealedRows rows;

  RunSearch(RunQueries runs, UnprojectedRuns unprojected, SealedRows rows) {
    this.runs = runs;
    this.unprojected = unprojected;
    this.rows = rows;
  }

  /**
   * Runs, those that opened last first; each once.
   *
   * @param next id behind which further runs may be found; none if there are no others
   */
  record Found(List<RunView> runs, Optional<String> next) {}

  /**
   * One page. It is shorter than asked for, with a {@code next}, where many runs were looked at
   * that do not belong to it.
   *
   * @param state where they are in their lives, or any; only for sealed runs rows are asked
   * @throws dev.gatehouse.controlplane.database.DatabaseUnavailableException if rows are asked
   *     while the database is away
   */
  Found newest(Optional<RunPhase> state, RunFilter filter, int limit) {
    Page page = new Page(filter, limit);
    // A run goes from memory to those without rows and then to those with rows. Who looks in that
    // order misses none, and the later finding of the same run is the newer one.
    runs.unsealed().stream()
        .filter(view -> state.filter(wanted -> !view.state().equals(wanted.name())).isEmpty())
        .filter(view -> matches(view, filter))
        .forEach(page::add);
    if (state.filter(wanted -> wanted != RunPhase.SEALED).isEmpty()) {
      page.addUnprojected();
      page.addProjected();
    }
    return page.found();
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

  /** Where somebody wrote rows: a list cannot go on behind ids that no caller can send. */
  private static DatabaseUnavailableException strangeRows() {
    return new DatabaseUnavailableException(
        "the database has many rows of runs whose ids no gateway makes",
        "an operator runs gatehouse reconcile --rebuild, which removes them; open runs go on");
  }

  /** What was found so far of one page. */
  private final class Page {
    private final NavigableMap<String, RunView> found = new TreeMap<>(Comparator.reverseOrder());
    private final RunFilter filter;
    private final int limit;

    /** How far each of those was looked at that have more: nothing behind the first counts yet. */
    private Optional<String> end = Optional.empty();

    Page(RunFilter filter, int limit) {
      this.filter = filter;
      this.limit = limit;
    }

    void add(RunView view) {
      found.put(view.id(), view);
    }

    private void endAt(String id) {
      end = Optional.of(end.filter(other -> other.compareTo(id) > 0).orElse(id));
    }

    void addUnprojected() {
      int lines = 0;
      int matching = 0;
      Iterator<String> ids = unprojected.newestFirst().stream().filter(this::mayMatch).iterator();
      while (ids.hasNext()) {
        String id = ids.next();
        matching += addSealed(id) ? 1 : 0;
        if (ids.hasNext() && (matching == limit || ++lines == MOST_LOOKED_AT)) {
          endAt(id);
          return;
        }
      }
    }

    void addProjected() {
      int size = Math.max(limit, LEAST_ROWS);
      int matching = 0;
      Optional<String> cursor = Optional.empty();
      RunFilter next = filter;
      for (int lookedAt = 0; lookedAt < MOST_LOOKED_AT; lookedAt += size) {
        List<String> ids = rows.sealed(next, size);
        for (String id : ids) {
          matching += mayMatch(id) && addSealed(id) ? 1 : 0;
        }
        if (ids.size() < size) {
          return;
        }
        next = filter.after(ids.getLast());
        Optional<String> valid = ids.stream().filter(Identifier::isValid).reduce((_, id) -> id);
        cursor = valid.isPresent() ? valid : cursor;
        if (matching >= limit) {
          break;
        }
      }
      endAt(cursor.orElseThrow(RunSearch::strangeRows));
    }

    /** As far as is known from memory, before a line of the index is read. */
    private boolean mayMatch(String id) {
      return filter.admits(id)
          && runs.sealedTask(id).filter(task -> matches(task, filter)).isPresent();
    }

    private boolean addSealed(String id) {
      Optional<RunView> view = runs.indexed(id).filter(each -> matches(each, filter));
      view.ifPresent(this::add);
      return view.isPresent();
    }

    Found found() {
      List<RunView> shown =
          end.map(id -> found.headMap(id, /* inclusive= */ true)).orElse(found).values().stream()
              .limit(limit)
              .toList();
      boolean full = shown.size() == limit;
      return new Found(shown, full ? Optional.of(shown.getLast().id()) : end);
    }
  }
}
