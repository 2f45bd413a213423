package dev.gatehouse.evidence.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What follows the last whole line that chains. It may be larger than the memory.
 *
 * @param file the journal
 * @param start its first byte
 */
public record JournalTail(Path file, long start) {
  /** Opens it for reading from its first byte. */
  public InputStream open() throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      in.skipNBytes(start);
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Number of its bytes. */
  public long size() throws IOException {
    return Files.size(file) - start;
  }
}
