package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.screen.CliException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Run folders as people name them. */
final class Folders {
  private Folders() {}

  /**
   * The directory.
   *
   * @throws CliException FOLDER_NOT_FOUND
   */
  static Path of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new CliException(
          "FOLDER_NOT_FOUND",
          folder + " is not a directory",
          "name a run folder, such as one below runs/ in the gateway's data directory");
    }
    return folder;
  }
}
