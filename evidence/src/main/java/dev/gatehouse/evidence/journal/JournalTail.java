package dev.gatehouse.evidence.journal;

import dev.gatehouse.evidence.json.JsonFormatException;
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
  private static final int BLOCK_BYTES = 1 << 16;

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

  /**
   * Refuses a tail that no stop of a process or machine leaves. A stop leaves a part of a line
   * without its line feed, or blocks of zeros where data did not reach the disk; no line holds a
   * zero byte (RFC 8259 §7). A whole line that does not continue the chain was changed, or a line
   * before it was.
   *
   * @throws JsonFormatException if it holds such a line
   */
  void requireTorn() throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    boolean zero = false;
    try (InputStream in = open()) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        for (int i = 0; i < read; i++) {
          if (block[i] == '\n' && !zero) {
            throw new JsonFormatException(
                "a whole line after byte " + start + " does not continue the chain");
          }
          zero = block[i] != '\n' && (zero || block[i] == 0);
        }
      }
    }
  }

  /** Number of its bytes. */
  public long size() throws IOException {
    return Files.size(file) - start;
  }
}
