package dev.gatehouse.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Marks of an overlay's upper layer. */
public final class FakeLayer {
  private FakeLayer() {}

  /**
   * Deletes a path of the lower layer: a 0/0 character device, which any user may make (Linux 5.8,
   * vfs: allow unprivileged whiteout creation).
   */
  public static void delete(Path upper, String path) throws IOException {
    Path whiteout = upper.resolve(path);
    Files.createDirectories(whiteout.getParent());
    run("mknod", whiteout.toString(), "c", "0", "0");
  }

  private static void run(String... argv) throws IOException {
    Process process = new ProcessBuilder(argv).inheritIO().start();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", argv) + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
