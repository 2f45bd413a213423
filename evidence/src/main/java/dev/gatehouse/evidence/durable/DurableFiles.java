package dev.gatehouse.evidence.durable;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whole files written so that a crash leaves either none of a file or all of it: into a temporary
 * name, forced, then given its name.
 */
public final class DurableFiles {
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
    Path unfinished = write(bytes);
    try {
      fs.link(unfinished, target);
    } catch (FileAlreadyExistsException e) {
      if (!Arrays.equals(Files.readAllBytes(target), bytes)) {
        throw e;
      }
    } finally {
      fs.delete(unfinished);
    }
    fs.forceDirectory(parent(target));
  }

  /** Writes {@code target}, whole and durable; what was there is replaced in one step. */
  public void replace(Path target, byte[] bytes) throws IOException {
    fs.rename(write(bytes), target);
    fs.forceDirectory(parent(target));
  }

  /** Removes {@code target}, if it is there; that it is gone is durable on return. */
  public void remove(Path target) throws IOException {
    if (Files.exists(target)) {
      fs.delete(target);
      fs.forceDirectory(parent(target));
    }
  }

  private Path write(byte[] bytes) throws IOException {
    Path unfinished = temporary.resolve(Long.toString(names.getAndIncrement()));
    try (DurableFs.Output output = fs.create(unfinished)) {
      output.write(bytes);
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
