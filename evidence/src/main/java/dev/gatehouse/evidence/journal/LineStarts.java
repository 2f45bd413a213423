package dev.gatehouse.evidence.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Where the lines of a journal start: eight bytes for each. Safe for many threads. */
final class LineStarts {
  private static final int BUFFER_BYTES = 1 << 16;

  /** The first byte of each line, and behind them the end of the last. */
  private long[] starts = new long[64];

  private int lines;

  /** The whole lines of a file, which is read once, in blocks; nothing is parsed. */
  static LineStarts of(Path file) throws IOException {
    LineStarts found = new LineStarts();
    byte[] buffer = new byte[BUFFER_BYTES];
    long length = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            found.add(length);
            length = 0;
          } else {
            length++;
          }
        }
      }
    }
    return found;
  }

  /** One line more, of {@code length} bytes without its line feed. */
  synchronized void add(long length) {
    lines++;
    if (lines == starts.length) {
      starts = Arrays.copyOf(starts, lines * 2);
    }
    starts[lines] = starts[lines - 1] + length + 1;
  }

  /** Number of lines. */
  synchronized int size() {
    return lines;
  }

  /** The first byte of a line. */
  synchronized long start(int line) {
    return starts[line];
  }

  /** Bytes of a line without its line feed. */
  synchronized long length(int line) {
    return starts[line + 1] - starts[line] - 1;
  }

  /** Bytes of all lines with their line feeds. */
  synchronized long end() {
    return starts[lines];
  }
}
