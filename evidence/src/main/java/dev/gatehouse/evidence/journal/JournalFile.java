package dev.gatehouse.evidence.journal;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.durable.DurableFs;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A hash-chained list of objects in one file (the line form of {@link HashChain}, each line ended
 * by a line feed). Safe for many threads: lines are written in one order, and threads that force at
 * the same time share one force.
 */
public final class JournalFile implements AutoCloseable {

  /** Takes the lines that a recovery finds, one after the other. */
  @FunctionalInterface
  public interface LineReader {
    /** Takes the next line. */
    void read(JournalLine line, Json.Obj members);
  }

  /** Keeps the bytes of a torn tail before they are cut off. */
  @FunctionalInterface
  public interface TailKeeper {
    /** Returns when the bytes are durable elsewhere. */
    void keep(JournalTail tail) throws IOException;
  }

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final DurableFs.Output output;
  private final LineStarts starts;
  private final ReentrantLock appending = new ReentrantLock();
  private final ReentrantLock forcing = new ReentrantLock();
  private volatile HashChain chain;
  private long durable;
  private volatile @Nullable Throwable failure;

  private JournalFile(Path file, DurableFs.Output output, LineStarts starts, HashChain chain) {
    this.file = file;
    this.output = output;
    this.starts = starts;
    this.chain = chain;
    this.durable = chain.next();
  }

  /**
   * Creates an empty journal; its name is durable once the parent directory is forced.
   *
   * @param genesis the {@code prev} of the first line
   */
  public static JournalFile create(DurableFs fs, Path file, Digest genesis) throws IOException {
    DurableFs.Output output = fs.create(file);
    output.force();
    return new JournalFile(file, output, new LineStarts(), HashChain.from(genesis));
  }

  /**
   * Opens a journal after a stop of any kind. A torn tail was never acknowledged; it is handed to
   * {@code keeper} and cut off. One line at a time is in memory.
   *
   * @param genesis the {@code prev} of the first line
   * @param reader gets every line that stays; what it throws ends the recovery, and nothing is cut
   * @throws JsonFormatException if a whole line does not continue the chain; nothing is cut
   */
  public static JournalFile recover(
      DurableFs fs, Path file, Digest genesis, LineReader reader, TailKeeper keeper)
      throws IOException {
    LineStarts whole = new LineStarts();
    HashChain chain = readWhole(file, HashChain.from(genesis), whole, reader);
    JournalTail tail = new JournalTail(file, whole.end());
    if (tail.size() > 0) {
      tail.requireTorn();
      keeper.keep(tail);
    }
    DurableFs.Output output = fs.continueAt(file, whole.end());
    // Lines that were written and never forced are read here as well; from now on they count.
    output.force();
    return new JournalFile(file, output, whole, chain);
  }

  private static HashChain readWhole(
      Path file, HashChain genesis, LineStarts whole, LineReader reader) throws IOException {
    LineStarts all = LineStarts.of(file);
    HashChain chain = genesis;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
      for (int seq = 0; seq < all.size() && all.length(seq) <= JournalReader.MAX_LINE; seq++) {
        byte[] line = in.readNBytes((int) all.length(seq));
        in.skipNBytes(1);
        Json.Obj members;
        try {
          members = chain.read(line);
        } catch (JsonFormatException e) {
          break;
        }
        reader.read(new JournalLine(seq, whole.end(), line), members);
        whole.add(line.length);
        chain = chain.after(line);
      }
    }
    return chain;
  }

  /**
   * Writes the next line; it is durable after the next {@link #force}.
   *
   * @param members the line's members besides {@code seq} and {@code prev}
   * @return the line
   * @throws JsonFormatException if the members hold what evidence may not; nothing was written
   * @throws JournalWriteException if the file could not be written, now or before
   */
  public JournalLine append(Json.Obj members) {
    appending.lock();
    try {
      requireWhole();
      HashChain before = chain;
      byte[] line = before.line(members);
      if (line.length > JournalReader.MAX_LINE) {
        throw new JsonFormatException("a line has at most 64 MiB");
      }
      byte[] ended = java.util.Arrays.copyOf(line, line.length + 1);
      ended[line.length] = '\n';
      try {
        output.write(ended);
      } catch (IOException e) {
        throw broken(e);
      }
      JournalLine written = new JournalLine(before.next(), starts.end(), line);
      starts.add(line.length);
      chain = before.after(line);
      return written;
    } finally {
      appending.unlock();
    }
  }

  /**
   * Returns when every line appended before the call is durable.
   *
   * @throws JournalWriteException if a force failed, now or before
   */
  public void force() {
    long wanted = chain.next();
    forcing.lock();
    try {
      requireWhole();
      if (durable >= wanted) {
        return;
      }
      long covered = chain.next();
      try {
        output.force();
      } catch (IOException e) {
        throw broken(e);
      }
      durable = covered;
    } finally {
      forcing.unlock();
    }
  }

  /** Where its lines start. */
  LineStarts starts() {
    return starts;
  }

  /** Number of lines, and the digest of the last one. */
  public HashChain chain() {
    return chain;
  }

  /** Closes the file without forcing it. */
  @Override
  public void close() throws IOException {
    output.close();
  }

  private void requireWhole() {
    Throwable cause = failure;
    if (cause != null) {
      throw new JournalWriteException(file.getFileName() + " broke before", cause);
    }
  }

  private JournalWriteException broken(IOException cause) {
    failure = cause;
    return new JournalWriteException(file.getFileName() + " could not be made durable", cause);
  }
}
