package dev.gatehouse.controlplane.runs;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.journal.JournalIndex;
import dev.gatehouse.evidence.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Pages of journals, as {@code {"events":[…],"last"}}: bounded in events and in bytes. Only the
 * page's lines are read.
 */
final class EventPages {
  /** Events of one page, at most. */
  static final int MAX_EVENTS = 500;

  /** Canonical bytes of the events of one page, at most; one larger event comes alone. */
  static final int MAX_BYTES = 1024 * 1024;

  /** Canonical bytes from which on a member of such an event is named by its digest. */
  private static final int MAX_MEMBER_BYTES = 64 * 1024;

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

  /** The page behind {@code after} of a journal that does not grow any more. */
  Json.Obj of(Path journal, long after) {
    try {
      return of(index(journal), after);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The page behind {@code after} of a journal as it is now. */
  static Json.Obj of(JournalIndex journal, long after) {
    Page page = new Page(after);
    int from = Math.clamp(after, -1, Integer.MAX_VALUE - 1) + 1;
    try {
      List<Json.Obj> lines = journal.lines(from, MAX_EVENTS, MAX_BYTES);
      int next = 0;
      while (next < lines.size() && page.takes(lines.get(next))) {
        next++;
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return page.toJson();
  }

  private static UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException("the journal cannot be read", e);
  }

  private JournalIndex index(Path journal) throws IOException {
    synchronized (indexes) {
      JournalIndex known = indexes.get(journal);
      if (known != null) {
        return known;
      }
    }
    JournalIndex made = JournalIndex.of(journal);
    synchronized (indexes) {
      indexes.put(journal, made);
    }
    return made;
  }

  /** A page while it is filled. */
  private static final class Page {
    private final List<Json> events = new ArrayList<>();
    private long last;
    private long bytes;

    Page(long after) {
      this.last = after;
    }

    /** Adds an event if it fits; the first one always does. */
    boolean takes(Json.Obj line) {
      Json.Obj shown = shown(line, value -> value);
      long length = shown.canonical().length;
      if (events.size() == MAX_EVENTS || (!events.isEmpty() && bytes + length > MAX_BYTES)) {
        return false;
      }
      events.add(length > MAX_BYTES ? shown(line, Page::bounded) : shown);
      bytes += length;
      last++;
      return true;
    }

    private static Json.Obj shown(Json.Obj line, UnaryOperator<Json> member) {
      Json.Builder shown = Json.object();
      line.members()
          .forEach((name, value) -> {
            if (!LEFT_OUT.contains(name)) {
              shown.put(name, member.apply(value));
            }
          });
      return shown.build();
    }

    private static Json bounded(Json value) {
      byte[] canonical = value.canonical();
      return canonical.length <= MAX_MEMBER_BYTES
          ? value
          : Json.object()
              .put("omittedSha256", Digest.of(canonical).hex())
              .put("omittedBytes", canonical.length)
              .build();
    }

    Json.Obj toJson() {
      return Json.object().put("events", new Json.Arr(events)).put("last", last).build();
    }
  }
}
