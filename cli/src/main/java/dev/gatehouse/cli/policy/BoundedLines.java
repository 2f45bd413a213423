package dev.gatehouse.cli.policy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The lines of a stream, none of which is held beyond a bound. */
final class BoundedLines {
  /** Bytes of a line, at most. */
  static final int LONGEST = 1024 * 1024;

  private final InputStream in;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long number;

  /**
   * A line.
   *
   * @param number from 1
   * @param bytes without the line feed; empty where the line has more than {@link #LONGEST}
   */
  record Line(long number, Optional<byte[]> bytes) {}

  BoundedLines(InputStream in) {
    this.in = new BufferedInputStream(in, 64 * 1024);
  }

  /** The next line; empty at the end. The rest of a line that is too long is passed over. */
  Optional<Line> next() throws IOException {
    int c = in.read();
    if (c < 0) {
      return Optional.empty();
    }
    bytes.reset();
    boolean fits = true;
    for (; c >= 0 && c != '\n'; c = in.read()) {
      fits = fits && bytes.size() < LONGEST;
      if (fits) {
        bytes.write(c);
      }
    }
    number++;
    return Optional.of(
        new Line(number, fits ? Optional.of(bytes.toByteArray()) : Optional.empty()));
  }
}
