package dev.gatehouse.evidence.journal;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.durable.DurableFs;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonRefused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A hash-chained list of objects in one file (the line form of {@link HashChain}, each line ended
 * by a line feed). Safe for many threads: lines are written in one order, and threads that force at
 * the same time share one force.
 */
public final class JournalFile implements AutoCloseable {

  /** What a recovery found: the journal, ready for more, and its lines. */
  public record Recovered(JournalFile journal, List<Json.Obj> lines) {
    public Recovered {
      lines = List.copyOf(lines);
    }
  }

  /** Keeps the bytes of a torn tail before they are cut off. */
  @FunctionalInterface
  public interface TailKeeper {
    /** Returns when the bytes are durable elsewhere. */
    void keep(byte[] tail) throws IOException;
  }

  private final Path file;
  private final DurableFs.Output output;
  private final ReentrantLock appending = new ReentrantLock();
  private final ReentrantLock forcing = new ReentrantLock();
  private volatile HashChain chain;
  private long durable;
  private volatile @Nullable Throwable failure;

  private JournalFile(Path file, DurableFs.Output output, HashChain chain) {
    this.file = file;
    this.output = output;
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
    return new JournalFile(file, output, HashChain.from(genesis));
  }

  /**
   * Opens a journal after a stop of any kind. What follows the last whole line that chains was
   * never acknowledged; it is handed to {@code keeper} and cut off.
   *
   * @param genesis the {@code prev} of the first line
   */
  public static Recovered recover(DurableFs fs, Path file, Digest genesis, TailKeeper keeper)
      throws IOException {
    HashChain chain = HashChain.from(genesis);
    List<Json.Obj> entries = new ArrayList<>();
    long whole = 0;
    try (JournalLines lines = JournalLines.open(file)) {
      for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
        try {
          entries.add(chain.read(line.get()));
        } catch (JsonRefused e) {
          break;
        }
        chain = chain.after(line.get());
        whole = lines.position();
      }
    }
    byte[] tail = bytesAfter(file, whole);
    if (tail.length > 0) {
      keeper.keep(tail);
    }
    DurableFs.Output output = fs.continueAt(file, whole);
    // Lines that were written and never forced are read here as well; from now on they count.
    output.force();
    return new Recovered(new JournalFile(file, output, chain), entries);
  }

  /**
   * Writes the next line; it is durable after the next {@link #force}.
   *
   * @param members the line's members besides {@code seq} and {@code prev}
   * @return the line's {@code seq}
   * @throws JsonRefused if the members hold what evidence may not; nothing was written
   * @throws JournalBroken if the file could not be written, now or before
   */
  public long append(Json.Obj members) {
    appending.lock();
    try {
      requireWhole();
      HashChain before = chain;
      byte[] line = before.line(members);
      if (line.length > JournalLines.MAX_LINE) {
        throw new JsonRefused("a line has at most 64 MiB");
      }
      byte[] ended = java.util.Arrays.copyOf(line, line.length + 1);
      ended[line.length] = '\n';
      try {
        output.write(ended);
      } catch (IOException e) {
        throw broken(e);
      }
      chain = before.after(line);
      return before.next();
    } finally {
      appending.unlock();
    }
  }

  /**
   * Returns when every line appended before the call is durable.
   *
   * @throws JournalBroken if a force failed, now or before
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
      throw new JournalBroken(file.getFileName() + " broke before", cause);
    }
  }

  private JournalBroken broken(IOException cause) {
    failure = cause;
    return new JournalBroken(file.getFileName() + " could not be made durable", cause);
  }

  private static byte[] bytesAfter(Path file, long position) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(position);
      return in.readAllBytes();
    }
  }
}
