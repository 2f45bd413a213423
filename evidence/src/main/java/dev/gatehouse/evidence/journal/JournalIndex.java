package dev.gatehouse.evidence.journal;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the lines of a journal start, so that some of them are read without the others. It holds
 * eight bytes per line. That of a journal that is being written grows with it.
 */
public final class JournalIndex {
  private final Path file;
  private final LineStarts starts;

  private JournalIndex(Path file, LineStarts starts) {
    this.file = file;
    this.starts = starts;
  }

  /** Reads a journal that does not grow any more once, in blocks; nothing is parsed. */
  public static JournalIndex of(Path file) throws IOException {
    return new JournalIndex(file, LineStarts.of(file));
  }

  /**
   * The lines that {@code journal} has at each time.
   *
   * @param file where it is now
   */
  public static JournalIndex of(Path file, JournalFile journal) {
    return new JournalIndex(file, journal.starts());
  }

  /** Number of lines. */
  public int size() {
    return starts.size();
  }

  /** Bytes of all lines. */
  public long bytes() {
    return starts.end();
  }

  /** Bytes of a line without its line feed. */
  public long length(int seq) {
    return starts.length(seq);
  }

  /** Bytes of the lines that {@link #lines} reads with these arguments now. */
  public long bytes(int from, int count, long bytes) {
    long sum = 0;
    int until = (int) Math.min((long) from + count, size());
    for (int seq = from; seq < until; seq++) {
      long length = starts.length(seq);
      if (sum + length > bytes && seq > from) {
        break;
      }
      sum += length;
    }
    return sum;
  }

  /**
   * One line, as it was written.
   *
   * @throws JsonFormatException if it is not an object
   */
  public Json.Obj line(int seq) throws IOException {
    return lines(seq, 1, Long.MAX_VALUE).getFirst();
  }

  /**
   * Lines in their order, as they were written: not more than {@code count}, and not more bytes of
   * the file than {@code bytes}, but at least one where there is one.
   *
   * @param from the {@code seq} of the first
   * @throws JsonFormatException if a line is not an object
   */
  public List<Json.Obj> lines(int from, int count, long bytes) throws IOException {
    List<Json.Obj> lines = new ArrayList<>();
    int size = size();
    if (from >= size) {
      return lines;
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      long left = bytes;
      for (int seq = from; seq < size && lines.size() < count; seq++) {
        long length = starts.length(seq);
        if (length > left && !lines.isEmpty()) {
          break;
        }
        left -= length;
        lines.add(StrictJson.read(line(channel, starts.start(seq), length)));
      }
    }
    return lines;
  }

  /** The bytes of one line as they stand in the file; nothing is parsed. */
  public byte[] bytes(int seq) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return line(channel, starts.start(seq), starts.length(seq));
    }
  }

  private static byte[] line(SeekableByteChannel channel, long start, long length)
      throws IOException {
    if (length > JournalReader.MAX_LINE) {
      throw new JsonFormatException("a line has at most 64 MiB");
    }
    ByteBuffer line = ByteBuffer.allocate((int) length);
    channel.position(start);
    while (line.hasRemaining()) {
      if (channel.read(line) < 0) {
        throw new JsonFormatException("the journal is shorter than it was");
      }
    }
    return line.array();
  }
}
