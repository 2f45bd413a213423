package dev.gatehouse.controlplane;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;

/**
 * Held by the one gateway process of a data directory; the kernel lets go of it, however it ends.
 */
public final class DataLock implements AutoCloseable {
  private final RandomAccessFile file;
  private final FileLock lock;

  private DataLock(RandomAccessFile file, FileLock lock) {
    this.file = file;
    this.lock = lock;
  }

  /**
   * Takes the lock.
   *
   * @throws IllegalStateException if another gateway holds it
   */
  public static DataLock take(Path path) {
    try {
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
      try {
        FileLock lock = file.getChannel().tryLock();
        if (lock != null) {
          return new DataLock(file, lock);
        }
      } catch (OverlappingFileLockException e) {
        // Held by this very process: refused as below.
      }
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the lock " + path + " cannot be taken", e);
    }
    throw new IllegalStateException(
        "another gateway runs on this data directory: it holds " + path);
  }

  /** Refuses to go on without the lock. */
  public void requireHeld() {
    if (!lock.isValid()) {
      throw new IllegalStateException("the data directory's lock is not held");
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
