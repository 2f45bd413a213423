package dev.gatehouse.evidence;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Paths with before and after, committed as one unit.
 *
 * @param changes by path in byte order, no path twice
 */
public record ChangeSet(List<Change> changes) {
  public ChangeSet {
    changes = changes.stream().sorted(Comparator.comparing(Change::path)).toList();
    long distinct = changes.stream().map(Change::path).distinct().count();
    if (distinct != changes.size()) {
      throw new IllegalArgumentException("a change set names a path once");
    }
  }

  /** A change set of these changes. */
  public static ChangeSet of(Change... changes) {
    return new ChangeSet(List.of(changes));
  }

  /** Whether nothing changes. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** The change set that undoes this one. */
  public ChangeSet reversed() {
    return changes.stream()
        .map(Change::reversed)
        .collect(Collectors.collectingAndThen(Collectors.toList(), ChangeSet::new));
  }
}
