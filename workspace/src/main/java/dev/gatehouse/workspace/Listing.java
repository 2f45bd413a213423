package dev.gatehouse.workspace;

import dev.gatehouse.evidence.TreePath;
import java.util.List;

/**
 * What a directory holds.
 *
 * @param entries by name in byte order, at most as many as were asked for
 * @param truncated whether there are more
 */
public record Listing(List<Entry> entries, boolean truncated) {
  public Listing {
    entries = List.copyOf(entries);
  }

  /** The kinds of entry that people tell apart. */
  public enum Type {
    FILE,
    EXECUTABLE,
    DIRECTORY,
    SYMLINK
  }

  /**
   * One name.
   *
   * @param name a single component, as bytes
   * @param type what it is
   * @param size bytes of a file or of a link's target; 0 for a directory
   */
  public record Entry(TreePath name, Type type, long size) {}
}
