package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.evidence.folder.MissingEvidenceException;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

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

  /**
   * What {@code reader} makes of the evidence in a run folder.
   *
   * @throws CliException FOLDER_NOT_FOUND or EVIDENCE_UNREADABLE
   */
  static <T> T read(Path folder, Function<RunEvidence, T> reader) {
    Path place = of(folder);
    try {
      return reader.apply(RunEvidence.read(place));
    } catch (MissingEvidenceException | JsonFormatException e) {
      throw new CliException(
          "EVIDENCE_UNREADABLE",
          String.valueOf(e.getMessage()),
          "gatehouse verify " + folder + " names everything that is wrong with the folder",
          e);
    }
  }
}
