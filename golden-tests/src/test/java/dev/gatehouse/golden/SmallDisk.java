package dev.gatehouse.golden;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A file system of its own in a file, which a test can fill. */
final class SmallDisk implements AutoCloseable {
  private static final long MARGIN = 4 * 1024 * 1024;
  private static final int BLOCK = 4096;

  private final Path home = CopiedTrees.passable("disk");
  private final Path mounted = home.resolve("mounted");

  /** An ext4 of that many bytes. */
  SmallDisk(long bytes) {
    Path image = home.resolve("image");
    try {
      Files.createDirectory(mounted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    program("truncate", "--size=" + bytes, image.toString());
    program("mkfs.ext4", "-q", "-m", "0", image.toString());
    program("mount", "-o", "loop", image.toString(), mounted.toString());
    program("chmod", "0711", mounted.toString());
  }

  /** Where it is mounted. */
  Path path() {
    return mounted;
  }

  /** Takes room until {@code left} bytes are free, as another program of the machine would. */
  void fill(long left) {
    empty();
    long bytes = mounted.toFile().getUsableSpace() - left;
    program("fallocate", "--length=" + bytes, filler().toString());
  }

  /** Takes every block that is free, as another program of the machine would. */
  void fillUp() {
    fill(MARGIN);
    try (OutputStream rest = Files.newOutputStream(rest())) {
      byte[] block = new byte[BLOCK];
      while (true) {
        rest.write(block);
      }
    } catch (IOException e) {
      // No block is left.
    }
  }

  /** Gives back what {@link #fill} and {@link #fillUp} took. */
  void empty() {
    try {
      Files.deleteIfExists(rest());
      Files.deleteIfExists(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path filler() {
    return mounted.resolve("filler");
  }

  private Path rest() {
    return mounted.resolve("rest");
  }

  @Override
  public void close() {
    program("umount", "--lazy", mounted.toString());
    CopiedTrees.remove(home);
  }

  private static void program(String... words) {
    Program.demand(Product.root(), Map.of(), List.of(words));
  }
}
