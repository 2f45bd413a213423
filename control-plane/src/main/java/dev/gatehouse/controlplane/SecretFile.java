package dev.gatehouse.controlplane;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that only its owner reads; it is there whole, or not at all. */
public final class SecretFile {
  private SecretFile() {}

  /** Writes {@code text} (ASCII) with mode 0600, durable on return; replaces what was there. */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(US_ASCII));
  }

  /** Writes {@code content} likewise. */
  public static void write(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /** Reads the file; where there is none, writes {@code fresh} first. */
  public static String readOrCreate(Path file, String fresh) throws IOException {
    if (!Files.exists(file)) {
      write(file, fresh);
    }
    return read(file);
  }

  /** Reads what {@link #write} wrote. */
  public static String read(Path file) throws IOException {
    return Files.readString(file, US_ASCII);
  }
}
