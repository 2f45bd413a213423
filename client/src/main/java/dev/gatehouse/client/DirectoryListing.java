package dev.gatehouse.client;

import java.util.List;
import java.util.Optional;

/**
 * The answer to {@code dir.list}.
 *
 * @param callId names the call in the journal
 * @param path the directory; absent for the workspace's root
 * @param entries sorted by name
 * @param truncated whether there are more entries than were answered
 */
public record DirectoryListing(
    String callId, Optional<String> path, List<Entry> entries, boolean truncated) {

  /**
   * One entry.
   *
   * @param name in the directory
   * @param type FILE, EXECUTABLE, DIRECTORY or SYMLINK
   * @param size bytes
   */
  public record Entry(String name, String type, long size) {}
}
