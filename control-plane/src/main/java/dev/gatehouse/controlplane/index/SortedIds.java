package dev.gatehouse.controlplane.index;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A set of ids in their order, which knows how many are before a given one without going through
 * them. Ids sort by time, so that most are added at the end. Not thread-safe.
 */
final class SortedIds {
  /** Most tasks have one run. */
  private final List<String> ids = new ArrayList<>(1);

  void add(String id) {
    int place = Collections.binarySearch(ids, id);
    if (place < 0) {
      ids.add(-place - 1, id);
    }
  }

  void remove(String id) {
    int place = Collections.binarySearch(ids, id);
    if (place >= 0) {
      ids.remove(place);
    }
  }

  boolean isEmpty() {
    return ids.isEmpty();
  }

  /** How many of the ids sort before this one, which need not be among them. */
  int countBefore(String id) {
    int place = Collections.binarySearch(ids, id);
    return place < 0 ? -place - 1 : place;
  }

  /** The ids that sort after this one, which need not be among them. */
  List<String> after(String id) {
    int place = Collections.binarySearch(ids, id);
    return List.copyOf(ids.subList(place < 0 ? -place - 1 : place + 1, ids.size()));
  }
}
