package dev.gatehouse.syscalls.change;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.FileOperation;
import dev.gatehouse.workspace.layer.LayerEntry;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a command put a directory in a file's place, or a file in a directory's, and not everything
 * that had to go may go: then what came in its place is dropped, and what is there stays.
 */
final class TypeChangeConflicts {
  private TypeChangeConflicts() {}

  /** Changes {@code outcomes} and {@code placements} in place. */
  static void resolve(
      List<LayerEntry> entries, List<PathOutcome> outcomes, List<FileOperation> placements) {
    NavigableSet<String> staying = staying(entries, outcomes);
    if (staying.isEmpty()) {
      return;
    }
    Set<TreePath> dropped = new HashSet<>();
    placements.removeIf(placement -> {
      boolean conflict = conflicts(placement, staying);
      if (conflict) {
        dropped.add(placement.path());
      }
      return conflict;
    });
    outcomes.replaceAll(
        outcome -> dropped.contains(outcome.path()) && settled(outcome) ? drop(outcome) : outcome);
  }

  /** Paths that the command removed, but that stay: held, or dropped. */
  private static NavigableSet<String> staying(
      List<LayerEntry> entries, List<PathOutcome> outcomes) {
    Set<TreePath> refused = new HashSet<>();
    for (PathOutcome outcome : outcomes) {
      if (!settled(outcome)) {
        refused.add(outcome.path());
      }
    }
    NavigableSet<String> staying = new TreeSet<>();
    for (LayerEntry entry : entries) {
      if (entry.kind() == LayerEntry.Kind.ABSENT && refused.contains(entry.path())) {
        staying.add(entry.path().latin1());
      }
    }
    return staying;
  }

  private static boolean settled(PathOutcome outcome) {
    return switch (outcome.disposition()) {
      case COMMITTED, SCRATCH -> true;
      case HELD, DROPPED -> false;
    };
  }

  private static boolean conflicts(FileOperation placement, NavigableSet<String> staying) {
    String path = placement.path().latin1();
    String below = staying.higher(path + "/");
    boolean holdsStaying = below != null && below.startsWith(path + "/");
    return switch (placement) {
      case FileOperation.PutDirectory ignored -> isBelow(path, staying) || staying.contains(path);
      case FileOperation.PutFile ignored -> holdsStaying || isBelow(path, staying);
      case FileOperation.PutLink ignored -> holdsStaying || isBelow(path, staying);
      case FileOperation.Delete ignored -> holdsStaying;
    };
  }

  private static boolean isBelow(String path, NavigableSet<String> staying) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (staying.contains(path.substring(0, slash))) {
        return true;
      }
    }
    return false;
  }

  private static PathOutcome drop(PathOutcome outcome) {
    return new PathOutcome(
        outcome.path(),
        Disposition.DROPPED,
        Decision.deny(
            "builtin.conflict",
            "what was there before may not go, so nothing can come in its place",
            "let an operator approve the removal first"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
