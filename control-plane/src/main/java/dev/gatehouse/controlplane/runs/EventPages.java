package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.work.WorkPool;
import dev.gatehouse.evidence.journal.JournalIndex;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.syscalls.AnswerMemory;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pages of journals, as {@code {"events":[…],"last"}}: bounded in events and in bytes. Only the
 * page's lines are read.
 */
final class EventPages {
  /** Events of one page, at most. */
  static final int MAX_EVENTS = 500;

  /** Canonical bytes of the events of one page, at most; one larger event comes alone. */
  static final int MAX_BYTES = 1024 * 1024;

  /** What a byte of a line takes while a page is made, in bytes of an answer: parsed, and twice. */
  private static final int OF_LINE = 2;

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final int KEPT_INDEXES = 16;
  private static final Set<String> LEFT_OUT = Set.of("contents", "prev");

  private final Map<Path, JournalIndex> indexes =
      new LinkedHashMap<>(KEPT_INDEXES, 0.75f, /* accessOrder= */ true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, JournalIndex> eldest) {
          return size() > KEPT_INDEXES;
        }
      };

  private final WorkPool pool;
  private final Duration deadline;

  /** Pages, of sealed journals with the help of this pool. */
  EventPages(WorkPool pool) {
    this(pool, DEADLINE);
  }

  EventPages(WorkPool pool, Duration deadline) {
    this.pool = pool;
    this.deadline = deadline;
  }

  /**
   * The page behind {@code after} of a journal that does not grow any more; where its lines are is
   * looked for once, in the pool.
   *
   * @param memory asked before anything is read
   * @throws dev.gatehouse.controlplane.work.WorkException if they are not found in time
   */
  Json.Obj of(Path journal, long after, AnswerMemory memory) {
    return of(index(journal), after, memory);
  }

  /** The page behind {@code after} of a journal as it is now. */
  static Json.Obj of(JournalIndex journal, long after, AnswerMemory memory) {
    int from = Math.clamp(after, -1, Integer.MAX_VALUE - 1) + 1;
    int count = Math.min(MAX_EVENTS, journal.size() - from);
    if (count <= 0) {
      return page(List.of(), after);
    }
    try {
      if (journal.length(from) > MAX_BYTES) {
        return page(List.of(large(journal, from, memory)), from);
      }
      memory.take(OF_LINE * journal.bytes(from, count, MAX_BYTES));
      List<Json> events = new ArrayList<>();
      for (Json.Obj line : journal.lines(from, count, MAX_BYTES)) {
        events.add(shown(line));
      }
      return page(events, from + events.size() - 1L);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static Json.Obj large(JournalIndex journal, int seq, AnswerMemory memory)
      throws IOException {
    try {
      memory.take(journal.length(seq));
    } catch (SyscallException e) {
      throw new SyscallException(
          WorkspaceErrorCode.TOO_LARGE,
          "event %s has %s bytes: %s".formatted(seq, journal.length(seq), e.reason()),
          "go on behind it with after=%s, or read it in the run's folder".formatted(seq));
    }
    return LargeEvent.shown(journal.bytes(seq), LEFT_OUT, MAX_BYTES);
  }

  private static Json.Obj shown(Json.Obj line) {
    Json.Builder shown = Json.object();
    line.members()
        .forEach((name, value) -> {
          if (!LEFT_OUT.contains(name)) {
            shown.put(name, value);
          }
        });
    return shown.build();
  }

  private static Json.Obj page(List<Json> events, long last) {
    return Json.object().put("events", new Json.Arr(events)).put("last", last).build();
  }

  private static UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException("the journal cannot be read", e);
  }

  private JournalIndex index(Path journal) {
    JournalIndex known = known(journal);
    return known != null
        ? known
        : pool.call("the index of a journal", deadline, () -> indexed(journal));
  }

  private JournalIndex indexed(Path journal) throws IOException {
    // Another call may have made it while this one waited.
    JournalIndex known = known(journal);
    if (known != null) {
      return known;
    }
    JournalIndex made = JournalIndex.of(journal);
    synchronized (indexes) {
      indexes.put(journal, made);
    }
    return made;
  }

  private @Nullable JournalIndex known(Path journal) {
    synchronized (indexes) {
      return indexes.get(journal);
    }
  }
}
