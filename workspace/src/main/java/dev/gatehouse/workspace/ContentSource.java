package dev.gatehouse.workspace;

import dev.gatehouse.evidence.FileVersion;
import java.io.IOException;
import java.io.OutputStream;

/** Where the bytes of a file version come from: a mirror, the blobs of a run, or both. */
@FunctionalInterface
public interface ContentSource {
  /**
   * The content whose digest the version names.
   *
   * @throws RuntimeException if the source does not have it, or has other bytes
   */
  byte[] content(FileVersion version);

  /**
   * Writes the content; a source that can does so without holding all of it.
   *
   * @throws RuntimeException as {@link #content}; some bytes may have been written then
   */
  default void write(FileVersion version, OutputStream to) throws IOException {
    to.write(content(version));
  }
}
