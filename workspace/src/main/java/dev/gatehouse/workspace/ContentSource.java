package dev.gatehouse.workspace;

import dev.gatehouse.evidence.FileVersion;

/** Where the bytes of a file version come from: a mirror, the blobs of a run, or both. */
@FunctionalInterface
public interface ContentSource {
  /**
   * The content whose digest the version names.
   *
   * @throws RuntimeException if the source does not have it, or has other bytes
   */
  byte[] content(FileVersion version);
}
