package dev.gatehouse.evidence.durable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Everything that a writer of evidence does to a file system. Nothing is durable before it was
 * forced: a file by {@link Output#force}, a name by {@link #forceDirectory} of its parent.
 *
 * <p>A force that failed is final: the kernel may have dropped the pages, so it is never repeated.
 */
public interface DurableFs {

  /** A file that is being written; forced by the descriptor that wrote it. */
  interface Output extends Closeable {
    /** Appends all bytes. */
    void write(byte[] bytes) throws IOException;

    /** Returns when everything written is durable. */
    void force() throws IOException;
  }

  /** Creates a new file; fails if the name is taken. */
  Output create(Path file) throws IOException;

  /**
   * Opens an existing file cut to {@code length} bytes, to write after them. Those bytes are
   * written again in their place: the next force covers them, whether or not a former one failed.
   */
  Output continueAt(Path file, long length) throws IOException;

  /** Creates one directory; fails if the name is taken. */
  void createDirectory(Path directory) throws IOException;

  /** Gives a file a second name; fails if that name is taken. */
  void link(Path existing, Path name) throws IOException;

  /** Renames in one step, within one file system; an existing file is replaced. */
  void rename(Path from, Path to) throws IOException;

  /** Removes a file or an empty directory. */
  void delete(Path path) throws IOException;

  /** Returns when the names in {@code directory} are durable. */
  void forceDirectory(Path directory) throws IOException;

  /**
   * Tries in {@code directory} what evidence relies on, so that a file system without it is refused
   * before anything is written: forces of files and directories, and links that fail where the name
   * is taken.
   *
   * @throws IOException if one of them does not work there
   */
  default void selfTest(Path directory) throws IOException {
    Path first = directory.resolve(".self-test-1");
    Path second = directory.resolve(".self-test-2");
    Files.deleteIfExists(first);
    Files.deleteIfExists(second);
    try (Output output = create(first)) {
      output.write(new byte[] {1});
      output.force();
    }
    link(first, second);
    forceDirectory(directory);
    try {
      link(first, second);
      throw new IOException("a link to a taken name was made in " + directory);
    } catch (FileAlreadyExistsException e) {
      rename(first, directory.resolve(".self-test-3"));
    }
    delete(directory.resolve(".self-test-3"));
    delete(second);
    forceDirectory(directory);
  }

  /** The machine's own file system. */
  static DurableFs local() {
    return LocalFs.INSTANCE;
  }
}
