package dev.gatehouse.evidence.durable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The operations on the machine's own file system. */
enum LocalFs implements DurableFs {
  INSTANCE;

  private static final int BUFFER = 1024 * 1024;

  @Override
  public Output create(Path file) throws IOException {
    Files.createFile(file);
    return continueAt(file, 0);
  }

  @Override
  public Output continueAt(Path file, long length) throws IOException {
    // Not a FileChannel: that is closed under every thread when one of them is interrupted.
    RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw");
    try {
      open.setLength(length);
      rewrite(open, length);
    } catch (IOException e) {
      open.close();
      throw e;
    }
    return new LocalOutput(open);
  }

  /** Leaves the file at {@code length}. */
  private static void rewrite(RandomAccessFile file, long length) throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER, length)];
    for (long at = 0; at < length; ) {
      int count = (int) Math.min(buffer.length, length - at);
      file.seek(at);
      file.readFully(buffer, 0, count);
      file.seek(at);
      file.write(buffer, 0, count);
      at += count;
    }
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    Files.createDirectory(directory);
  }

  @Override
  public void link(Path existing, Path name) throws IOException {
    Files.createLink(name, existing);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.delete(path);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException e) {
          // The interrupt closed this descriptor only; the names are still to be forced.
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private record LocalOutput(RandomAccessFile file) implements Output {
    @Override
    public void write(byte[] bytes) throws IOException {
      file.write(bytes);
    }

    @Override
    public void force() throws IOException {
      file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
