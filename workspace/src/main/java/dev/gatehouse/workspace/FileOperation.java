package dev.gatehouse.workspace;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.posix.FileWriting;
import java.time.Instant;
import java.util.Optional;

/** One thing that {@link Workspace#apply} puts in place or takes away. */
public sealed interface FileOperation {
  /** Where. */
  TreePath path();

  /**
   * A regular file with new content, made anew and renamed into place.
   *
   * @param executable mode 0755, else 0644
   * @param modified the modification time to keep, if it is not in the future; else the time of
   *     writing
   */
  record PutFile(TreePath path, boolean executable, FileWriting content, Optional<Instant> modified)
      implements FileOperation {
    /** The same with content that is in memory. */
    public PutFile(TreePath path, boolean executable, byte[] content, Optional<Instant> modified) {
      this(path, executable, FileWriting.of(content), modified);
    }
  }

  /**
   * A symbolic link, made anew and renamed into place.
   *
   * @param target where it points, as bytes; never looked at
   */
  record PutLink(TreePath path, byte[] target) implements FileOperation {}

  /** A directory; one that is there stays. */
  record PutDirectory(TreePath path) implements FileOperation {}

  /** Removes a file, a link or an empty directory; does nothing if it is not there. */
  record Delete(TreePath path) implements FileOperation {}
}
