package dev.gatehouse.evidence.journal;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonRefused;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the lines of a journal start that does not grow any more, so that some of them are read
 * without the others. It holds eight bytes per line.
 */
public final class JournalIndex {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;

  /** The first byte of each line, and behind them the end of the last. */
  private final long[] starts;

  private JournalIndex(Path file, long[] starts) {
    this.file = file;
    this.starts = starts;
  }

  /** Reads the file once, in blocks; nothing is parsed. */
  public static JournalIndex of(Path file) throws IOException {
    long[] starts = new long[1024];
    int lines = 0;
    long position = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            lines++;
            if (lines == starts.length) {
              starts = Arrays.copyOf(starts, lines * 2);
            }
            starts[lines] = position + i + 1;
          }
        }
        position += read;
      }
    }
    return new JournalIndex(file, Arrays.copyOf(starts, lines + 1));
  }

  /** Number of lines. */
  public int size() {
    return starts.length - 1;
  }

  /**
   * Lines in their order, as they were written: not more than {@code count}, and not more bytes of
   * the file than {@code bytes}, but at least one where there is one.
   *
   * @param from the {@code seq} of the first
   * @throws JsonRefused if a line is no object
   */
  public List<Json.Obj> lines(int from, int count, long bytes) throws IOException {
    List<Json.Obj> lines = new ArrayList<>();
    if (from >= size()) {
      return lines;
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      long left = bytes;
      for (int seq = from; seq < size() && lines.size() < count; seq++) {
        long length = starts[seq + 1] - starts[seq] - 1;
        if (length > left && !lines.isEmpty()) {
          break;
        }
        left -= length;
        lines.add(StrictJson.read(line(channel, starts[seq], length)));
      }
    }
    return lines;
  }

  private static byte[] line(SeekableByteChannel channel, long start, long length)
      throws IOException {
    if (length > JournalLines.MAX_LINE) {
      throw new JsonRefused("a line has at most 64 MiB");
    }
    ByteBuffer line = ByteBuffer.allocate((int) length);
    channel.position(start);
    while (line.hasRemaining()) {
      if (channel.read(line) < 0) {
        throw new JsonRefused("the journal is shorter than it was");
      }
    }
    return line.array();
  }
}
