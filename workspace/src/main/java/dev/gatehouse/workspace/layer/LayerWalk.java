package dev.gatehouse.workspace.layer;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.error.WorkspaceException;
import dev.gatehouse.workspace.layer.LayerEntry.Kind;
import dev.gatehouse.workspace.posix.Descriptor;
import dev.gatehouse.workspace.posix.DirectoryRoot;
import dev.gatehouse.workspace.posix.FileStat;
import dev.gatehouse.workspace.posix.TreeNames;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads an overlay's upper directory against the lower one as the kernel does: a name in the upper
 * directory hides the lower one; directories of both are merged, unless the upper one is opaque.
 */
public final class LayerWalk {
  private final DirectoryRoot upper;
  private final DirectoryRoot lower;
  private final LayerBounds bounds;
  private final List<LayerEntry> entries = new ArrayList<>();
  private final Deque<Pending> pending = new ArrayDeque<>();

  /**
   * A directory of the upper layer that is still to be read.
   *
   * @param hasLower whether the lower layer has a directory of this path
   * @param hidden whether a directory above is opaque
   */
  private record Pending(String path, boolean hasLower, boolean hidden) {}

  private LayerWalk(DirectoryRoot upper, DirectoryRoot lower, LayerBounds bounds) {
    this.upper = upper;
    this.lower = lower;
    this.bounds = bounds;
  }

  public static List<LayerEntry> read(
      DirectoryRoot upper, DirectoryRoot lower, LayerBounds bounds) {
    LayerWalk walk = new LayerWalk(upper, lower, bounds);
    walk.pending.push(new Pending("", true, false));
    while (!walk.pending.isEmpty()) {
      walk.directory(walk.pending.pop());
    }
    walk.entries.sort(
        Comparator.comparing(LayerEntry::path)
            .thenComparingInt(entry -> entry.kind() == Kind.ABSENT ? 0 : 1));
    return walk.entries;
  }

  private void directory(Pending at) {
    Set<String> names = upper.names(at.path());
    try (Descriptor open = upper.directory(at.path())) {
      boolean hidden = at.hidden() || OverlayXattrs.isOpaque(open, at.path());
      for (String name : names) {
        TreePath path = TreeNames.child(at.path(), name);
        Optional<FileStat> below = at.hasLower() ? lower.stat(path) : Optional.empty();
        entry(path, FileStat.of(open, name).orElseThrow(), below, hidden);
      }
      if (hidden && at.hasLower()) {
        Set<String> gone = new HashSet<>(lower.names(at.path()));
        gone.removeAll(names);
        gone.forEach(name -> absent(TreeNames.child(at.path(), name)));
      }
    }
  }

  private void entry(TreePath path, FileStat stat, Optional<FileStat> below, boolean hidden) {
    boolean overDirectory = below.filter(FileStat::isDirectory).isPresent();
    if (stat.type() == FileStat.Type.WHITEOUT) {
      below.ifPresent(gone -> absent(path));
      return;
    }
    if (TreeNames.depth(path) > WorkspacePath.MAX_DEPTH) {
      add(path, Kind.TOO_DEEP, 0, stat.modified());
      return;
    }
    if (stat.isDirectory()) {
      subdirectory(path, stat, below, hidden);
      return;
    }
    if (overDirectory) {
      absentBelow(path);
    }
    add(path, kind(stat), stat.type() == FileStat.Type.SPECIAL ? 0 : stat.size(), stat.modified());
  }

  private void subdirectory(
      TreePath path, FileStat stat, Optional<FileStat> below, boolean hidden) {
    boolean merged = below.filter(FileStat::isDirectory).isPresent();
    if (!merged) {
      below.ifPresent(file -> absent(path));
      add(path, Kind.DIRECTORY, 0, stat.modified());
    }
    pending.push(new Pending(path.latin1(), merged, hidden));
  }

  /** Everything that the lower layer has at a path is gone. */
  private void absent(TreePath path) {
    addAbsent(path);
    if (lower.stat(path).filter(FileStat::isDirectory).isPresent()) {
      absentBelow(path);
    }
  }

  private void absentBelow(TreePath top) {
    Deque<String> directories = new ArrayDeque<>(List.of(top.latin1()));
    while (!directories.isEmpty()) {
      String directory = directories.pop();
      try (Descriptor open = lower.directory(directory)) {
        for (String name : lower.names(directory)) {
          TreePath path = TreeNames.child(directory, name);
          addAbsent(path);
          if (FileStat.of(open, name).filter(FileStat::isDirectory).isPresent()) {
            directories.push(path.latin1());
          }
        }
      }
    }
  }

  private static Kind kind(FileStat stat) {
    return switch (stat.type()) {
      case FILE -> stat.isExecutable() ? Kind.EXECUTABLE : Kind.FILE;
      case SYMLINK -> Kind.SYMLINK;
      case SPECIAL -> Kind.SPECIAL;
      case DIRECTORY, WHITEOUT -> throw new IllegalArgumentException("handled before");
    };
  }

  private void addAbsent(TreePath path) {
    add(new LayerEntry(path, Kind.ABSENT, 0, Optional.empty()));
  }

  private void add(TreePath path, Kind kind, long size, Instant modified) {
    add(new LayerEntry(path, kind, size, Optional.of(modified)));
  }

  private void add(LayerEntry entry) {
    if (entries.size() >= bounds.changedPaths()) {
      throw new WorkspaceException(
          WorkspaceErrorCode.TOO_LARGE,
          "the command changed more than %s paths".formatted(bounds.changedPaths()));
    }
    entries.add(entry);
  }
}
