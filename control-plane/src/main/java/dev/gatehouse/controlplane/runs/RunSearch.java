package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.index.TaskName;
import dev.gatehouse.controlplane.index.UnprojectedRuns;
import dev.gatehouse.controlplane.projection.RunFilter;
import dev.gatehouse.controlplane.projection.RunRows;
import dev.gatehouse.syscalls.RunPhase;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Finds runs: unsealed ones in memory, sealed ones by their rows, or by the index where their rows
 * are still to be written. A row only finds a run: what is shown of it is what the index says, and
 * a run that the index has otherwise, or not, is left out.
 */
@Component
final class RunSearch {
  /** Rows of one query at least, so that rows that do not count cost few queries. */
  private static final int LEAST_PAGE = 100;

  private final RunQueries runs;
  private final UnprojectedRuns unprojected;
  private final RunRows rows;

  RunSearch(RunQueries runs, UnprojectedRuns unprojected, RunRows rows) {
    this.runs = runs;
    this.unprojected = unprojected;
    this.rows = rows;
  }

  /**
   * Runs, those that opened last first; each once.
   *
   * @param state where they are in their lives, or any; only for sealed runs rows are asked
   * @throws dev.gatehouse.controlplane.database.DatabaseUnavailableException if rows are asked
   *     while the database is away
   */
  List<RunView> newest(Optional<RunPhase> state, RunFilter filter, int limit) {
    NavigableMap<String, RunView> found = new TreeMap<>(Comparator.reverseOrder());
    // A run goes from memory to those without rows and then to those with rows. Who looks in that
    // order misses none, and the later finding of the same run is the newer one.
    runs.unsealed().stream()
        .filter(view -> state.filter(wanted -> !view.state().equals(wanted.name())).isEmpty())
        .filter(view -> matches(view, filter))
        .forEach(view -> found.put(view.id(), view));
    if (state.filter(wanted -> wanted != RunPhase.SEALED).isEmpty()) {
      sealed(unprojected.newestFirst().stream(), filter)
          .limit(limit)
          .forEach(view -> found.put(view.id(), view));
      projected(filter, limit).forEach(view -> found.put(view.id(), view));
    }
    return found.values().stream().limit(limit).toList();
  }

  private Stream<RunView> sealed(Stream<String> runIds, RunFilter filter) {
    return runIds
        .filter(filter::admits)
        // From memory, before a line of the index is read.
        .filter(id -> runs.sealedTask(id).filter(task -> matches(task, filter)).isPresent())
        .flatMap(id -> runs.indexed(id).stream())
        .filter(view -> matches(view, filter));
  }

  /** As many as are asked for, or all: rows that say otherwise than the index do not count. */
  private List<RunView> projected(RunFilter filter, int limit) {
    List<RunView> found = List.of();
    RunFilter next = filter;
    int size = Math.max(limit, LEAST_PAGE);
    while (true) {
      List<String> page = rows.sealed(next, size);
      found = Stream.concat(found.stream(), sealed(page.stream(), filter)).limit(limit).toList();
      if (page.size() < size || found.size() == limit) {
        return found;
      }
      next = filter.after(page.getLast());
    }
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
