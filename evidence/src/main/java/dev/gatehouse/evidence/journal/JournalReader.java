package dev.gatehouse.evidence.journal;

import dev.gatehouse.evidence.json.JsonFormatException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a file line by line, as bytes, so that a journal of any length fits in memory. */
public final class JournalReader implements Closeable {
  /** Bytes of a line, at most. */
  public static final int MAX_LINE = 64 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int from;
  private int until;
  private long start;
  private boolean torn;

  private JournalReader(InputStream in) {
    this.in = in;
  }

  /** Opens the file. */
  public static JournalReader open(Path file) throws IOException {
    return new JournalReader(Files.newInputStream(file));
  }

  /**
   * The next line without its line feed; empty at the end of the whole lines.
   *
   * @throws JsonFormatException if a line is longer than any that is written
   */
  public Optional<byte[]> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (from < until || fill()) {
      int end = from;
      while (end < until && buffer[end] != '\n') {
        end++;
      }
      if (line.size() + (end - from) > MAX_LINE) {
        throw new JsonFormatException("a line has at most 64 MiB");
      }
      line.write(buffer, from, end - from);
      from = end;
      if (end < until) {
        from++;
        start += line.size() + 1;
        return Optional.of(line.toByteArray());
      }
    }
    torn = line.size() > 0;
    return Optional.empty();
  }

  private boolean fill() throws IOException {
    from = 0;
    until = Math.max(0, in.read(buffer));
    return until > 0;
  }

  /** Where the next line starts. */
  public long position() {
    return start;
  }

  /** After {@link #next} was empty: whether bytes without a line feed remain. */
  public boolean isTorn() {
    return torn;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
