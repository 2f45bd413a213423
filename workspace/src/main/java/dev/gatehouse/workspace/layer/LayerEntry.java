package dev.gatehouse.workspace.layer;

import dev.gatehouse.evidence.TreePath;
import java.time.Instant;
import java.util.Optional;

/**
 * One path where the view of a command differs from the workspace, or may: a file that was opened
 * for writing is listed even where its bytes are the same.
 *
 * @param path the path; {@link Kind#ABSENT} and {@link Kind#DIRECTORY} may both name it, where a
 *     file became a directory
 * @param kind what is there now
 * @param size bytes of a file or of a link's target; else 0
 * @param modified modification time of what is there now
 */
public record LayerEntry(TreePath path, Kind kind, long size, Optional<Instant> modified) {

  /** What a path is in the view. */
  public enum Kind {
    FILE,
    EXECUTABLE,
    SYMLINK,
    /** A directory that the workspace does not have. */
    DIRECTORY,
    /** Nothing: the workspace has a file, a link or a directory there. */
    ABSENT,
    /** A FIFO, a socket or a device; it hides what the workspace has. */
    SPECIAL,
    /** More components than a path may have; what is below is not looked at. */
    TOO_DEEP
  }
}
