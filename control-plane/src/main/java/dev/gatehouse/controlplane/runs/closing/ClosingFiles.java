package dev.gatehouse.controlplane.runs.closing;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.folder.OpenFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which files of closing a folder has already. */
final class ClosingFiles {
  private ClosingFiles() {}

  /** Whether the folder bears its seal and only has to be moved. */
  static boolean sealed(OpenFolder folder) {
    return Files.exists(folder.path().resolve(FolderNames.SEAL));
  }

  /** Whether it is written down that the run cannot be closed as runs are. */
  static boolean failed(OpenFolder folder) {
    return Files.exists(data(folder, "failure.json"));
  }

  /** Whether there is a verifier report. */
  static boolean verified(OpenFolder folder) {
    return Files.exists(data(folder, "verifier_report.json"));
  }

  /** Digest of a file under {@code data/}, if it is there. */
  static Optional<Digest> digest(OpenFolder folder, String name) {
    Path file = data(folder, name);
    try {
      return Files.exists(file)
          ? Optional.of(Digest.of(Files.readAllBytes(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the run folder's " + name + " cannot be read", e);
    }
  }

  private static Path data(OpenFolder folder, String name) {
    return folder.path().resolve("data").resolve(name);
  }
}
