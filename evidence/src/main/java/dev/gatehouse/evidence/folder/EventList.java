package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.journal.Event;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/** Events in their order; snapshots share the array, since what was added never changes. */
final class EventList {
  private Event[] events = new Event[64];
  private int size;

  synchronized void add(Event event) {
    if (size == events.length) {
      events = Arrays.copyOf(events, size * 2);
    }
    events[size++] = event;
  }

  synchronized List<Event> snapshot() {
    return new Snapshot(events, size);
  }

  private static final class Snapshot extends AbstractList<Event> implements RandomAccess {
    private final Event[] events;
    private final int size;

    Snapshot(Event[] events, int size) {
      this.events = events;
      this.size = size;
    }

    @Override
    public Event get(int index) {
      return events[Objects.checkIndex(index, size)];
    }

    @Override
    public int size() {
      return size;
    }
  }
}
