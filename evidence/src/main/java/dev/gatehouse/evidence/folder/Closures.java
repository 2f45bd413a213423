package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.evidence.report.ControlClosure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the closure of a run, which its first event names. */
public final class Closures {
  private Closures() {}

  /**
   * The closure of an open run; empty where its first event names none.
   *
   * @throws MissingEvidenceException if it is not there, or is another
   * @throws JsonFormatException if it is malformed
   */
  public static Optional<ControlClosure> of(OpenFolder folder) {
    return read(folder.path(), folder.events());
  }

  static Optional<ControlClosure> read(Path folder, List<Event> events) {
    Optional<Digest> named =
        !events.isEmpty() && events.getFirst() instanceof Event.RunBegun begun
            ? begun.closureSha256()
            : Optional.empty();
    return named.map(sha256 -> read(folder, sha256));
  }

  private static ControlClosure read(Path folder, Digest sha256) {
    byte[] bytes = FolderFiles.required(folder, FolderNames.CLOSURE);
    if (!Digest.of(bytes).equals(sha256)) {
      throw new MissingEvidenceException(
          FolderNames.CLOSURE + " is not the one that the run began with");
    }
    try {
      return ControlClosure.fromJson(StrictJson.readCanonical(bytes));
    } catch (JsonFormatException | IllegalArgumentException e) {
      throw new JsonFormatException(FolderNames.CLOSURE + ": " + e.getMessage(), e);
    }
  }
}
