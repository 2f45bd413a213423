package dev.gatehouse.workspace.repository;

import dev.gatehouse.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory beside a mirror's own files for the time of one act; removed with all that is in it.
 */
record ScratchDirectory(Path path) implements AutoCloseable {
  private static final String PREFIX = "gatehouse-work-";

  static ScratchDirectory in(Path mirror) {
    try {
      return new ScratchDirectory(Files.createTempDirectory(mirror, PREFIX));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what a crash has left. */
  static void removeAll(Path mirror) {
    try (var names = Files.newDirectoryStream(mirror, PREFIX + "*")) {
      names.forEach(Workspace::discard);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Workspace.discard(path);
  }
}
