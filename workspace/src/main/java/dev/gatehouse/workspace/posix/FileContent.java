package dev.gatehouse.workspace.posix;

import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import java.time.Instant;

/**
 * A regular file as it was read.
 *
 * @param bytes all of it
 * @param mode {@link FileMode#REGULAR} or {@link FileMode#EXECUTABLE}
 * @param modified its modification time
 */
public record FileContent(byte[] bytes, FileMode mode, Instant modified) {
  /** The same as a tree would hold it. */
  public FileVersion version() {
    return FileVersion.of(mode, bytes);
  }
}
