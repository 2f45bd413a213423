package dev.gatehouse.evidence.durable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whole files written so that a crash leaves either none of a file or all of it: into a temporary
 * name, forced, then given its name.
 */
public final class DurableFiles {
  private static final int PIECE_BYTES = 1 << 20;

  private final DurableFs fs;
  private final Path temporary;
  private final AtomicLong names = new AtomicLong();

  /**
   * Writes by way of a directory for unfinished files.
   *
   * @param fs the file system
   * @param temporary an existing directory on the same file system as every target, of this writer
   *     alone
   */
  public DurableFiles(DurableFs fs, Path temporary) {
    this.fs = fs;
    this.temporary = temporary;
  }

  /**
   * Creates {@code target}, whole and durable. A file that is there already must hold the same
   * bytes.
   *
   * @throws FileAlreadyExistsException if the name is taken by other bytes
   */
  public void createOnce(Path target, byte[] bytes) throws IOException {
    createOnce(target, new ByteArrayInputStream(bytes));
  }

  /** As {@link #createOnce(Path, byte[])}, of content that is read in pieces to its end. */
  public void createOnce(Path target, InputStream content) throws IOException {
    Path unfinished = write(content);
    try {
      fs.link(unfinished, target);
    } catch (FileAlreadyExistsException e) {
      if (Files.mismatch(unfinished, target) >= 0) {
        throw e;
      }
    } finally {
      fs.delete(unfinished);
    }
    fs.forceDirectory(parent(target));
  }

  /** Writes {@code target}, whole and durable; what was there is replaced in one step. */
  public void replace(Path target, byte[] bytes) throws IOException {
    replace(target, new ByteArrayInputStream(bytes));
  }

  /** As {@link #replace(Path, byte[])}, of content that is read in pieces to its end. */
  public void replace(Path target, InputStream content) throws IOException {
    fs.rename(write(content), target);
    fs.forceDirectory(parent(target));
  }

  /** Removes {@code target}, if it is there; that it is gone is durable on return. */
  public void remove(Path target) throws IOException {
    if (Files.exists(target)) {
      fs.delete(target);
      fs.forceDirectory(parent(target));
    }
  }

  private Path write(InputStream content) throws IOException {
    Path unfinished = temporary.resolve(Long.toString(names.getAndIncrement()));
    try (DurableFs.Output output = fs.create(unfinished)) {
      for (byte[] piece = content.readNBytes(PIECE_BYTES);
          piece.length > 0;
          piece = content.readNBytes(PIECE_BYTES)) {
        output.write(piece);
      }
      output.force();
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    return unfinished;
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("evidence has absolute paths");
    }
    return parent;
  }
}
