package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.EventCodec;
import dev.gatehouse.evidence.journal.JournalIndex;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * Events of a journal, read from its file each time that they are asked for; an iteration holds
 * about a mebibyte of them at a time.
 */
final class JournalEvents extends AbstractList<Event> {
  private static final int PAGE_EVENTS = 1000;
  private static final long PAGE_BYTES = 1 << 20;

  private final JournalIndex index;
  private final FormatVersion format;
  private final int from;
  private final int until;

  /** The events from the line {@code from} to before the line {@code until}. */
  JournalEvents(JournalIndex index, FormatVersion format, int from, int until) {
    this.index = index;
    this.format = format;
    this.from = from;
    this.until = until;
  }

  @Override
  public Event get(int position) {
    Objects.checkIndex(position, size());
    return page(from + position, 1).getFirst();
  }

  @Override
  public int size() {
    return until - from;
  }

  @Override
  public List<Event> subList(int start, int end) {
    Objects.checkFromToIndex(start, end, size());
    return new JournalEvents(index, format, from + start, from + end);
  }

  @Override
  public Iterator<Event> iterator() {
    return new Pages();
  }

  private Deque<Event> page(int first, int count) {
    Deque<Event> events = new ArrayDeque<>();
    try {
      for (Json.Obj line : index.lines(first, count, PAGE_BYTES)) {
        if (line.integer("seq") != first + events.size()) {
          throw new JsonFormatException(FolderNames.JOURNAL + " has other lines than were written");
        }
        events.add(EventCodec.read(format, line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the journal could not be read", e);
    }
    return events;
  }

  private final class Pages implements Iterator<Event> {
    private Deque<Event> page = new ArrayDeque<>();
    private int next = from;

    @Override
    public boolean hasNext() {
      return next < until;
    }

    @Override
    public Event next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (page.isEmpty()) {
        page = page(next, Math.min(PAGE_EVENTS, until - next));
      }
      next++;
      return page.removeFirst();
    }
  }
}
