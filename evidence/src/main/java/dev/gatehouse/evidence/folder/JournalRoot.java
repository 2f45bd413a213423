package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.journal.Checkpoint;
import dev.gatehouse.evidence.journal.JournalLines;
import dev.gatehouse.evidence.journal.MerkleTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** The checkpoint that a journal's file calls for. */
final class JournalRoot {
  private JournalRoot() {}

  static Checkpoint of(Path folder, String runId) {
    MerkleTree tree = new MerkleTree();
    try (JournalLines lines = JournalLines.open(folder.resolve(FolderNames.JOURNAL))) {
      for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
        tree.add(line.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Checkpoint(Checkpoint.originOf(runId), tree.size(), tree.root());
  }

  /** The checkpoint that was signed, if one was. */
  static Optional<Checkpoint> signed(Path folder) {
    return FolderFiles.optional(folder, FolderNames.CHECKPOINT)
        .map(note -> Checkpoint.parse(note).checkpoint());
  }
}
