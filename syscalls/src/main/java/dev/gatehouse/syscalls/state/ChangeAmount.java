package dev.gatehouse.syscalls.state;

import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.TreePath;
import java.util.Optional;

/**
 * How much changes: what a patch of it holds.
 *
 * @param bytes bytes of what was there and of what is there after
 * @param paths number of changed paths
 * @param nameBytes bytes of those paths
 */
public record ChangeAmount(long bytes, long paths, long nameBytes) {
  public static final ChangeAmount NONE = new ChangeAmount(0, 0, 0);

  /** What a change of one path from one version to another is; nothing where both are the same. */
  public static ChangeAmount of(
      TreePath path, Optional<FileVersion> from, Optional<FileVersion> to) {
    return from.equals(to)
        ? NONE
        : new ChangeAmount(size(from) + size(to), 1, path.latin1().length());
  }

  public static ChangeAmount of(Change change) {
    return of(change.path().toTreePath(), change.before(), change.after());
  }

  public ChangeAmount plus(ChangeAmount other) {
    return new ChangeAmount(bytes + other.bytes, paths + other.paths, nameBytes + other.nameBytes);
  }

  ChangeAmount minus(ChangeAmount other) {
    return new ChangeAmount(bytes - other.bytes, paths - other.paths, nameBytes - other.nameBytes);
  }

  private static long size(Optional<FileVersion> version) {
    return version.map(FileVersion::size).orElse(0L);
  }
}
