package dev.gatehouse.workspace.repository;

import dev.gatehouse.evidence.durable.DurableFs;
import dev.gatehouse.workspace.Workspace;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.git.ActingGit;
import dev.gatehouse.workspace.git.Git;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A mirror in the making: under a name of its own until it is whole, so that a crash leaves none.
 */
final class NewMirror {
  /** What its name begins with; no repository's name does. */
  private static final String UNFINISHED = ".new-";

  private NewMirror() {}

  /**
   * Makes the mirror of {@code origin} at {@code directory}.
   *
   * @param directory an absolute path, where nothing is
   * @throws RepositoryException ORIGIN_*, MIRROR_DAMAGED; nothing is left behind
   */
  static void make(Path directory, Origin origin) {
    Path unfinished = directory.resolveSibling(UNFINISHED + directory.getFileName());
    new ActingGit(unfinished).endOrphans();
    Workspace.discard(unfinished);
    try {
      Git.init(unfinished);
      write(unfinished.resolve(Mirror.ORIGIN_FILE), origin.toBytes());
      new Mirror(unfinished, origin).fill();
      DurableFs.local().forceDirectory(unfinished);
      DurableFs.local().rename(unfinished, directory);
      DurableFs.local().forceDirectory(directory.resolveSibling("."));
    } catch (IOException e) {
      Workspace.discard(unfinished);
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      Workspace.discard(unfinished);
      throw e;
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try (DurableFs.Output output = DurableFs.local().create(file)) {
      output.write(bytes);
      output.force();
    }
  }
}
