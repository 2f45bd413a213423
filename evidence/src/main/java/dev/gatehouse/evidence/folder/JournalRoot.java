package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.journal.Checkpoint;
import dev.gatehouse.evidence.journal.JournalReader;
import dev.gatehouse.evidence.journal.MerkleTree;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** The checkpoint that a journal's file calls for. */
final class JournalRoot {
  private JournalRoot() {}

  static Checkpoint of(Path folder, String runId) {
    MerkleTree tree = new MerkleTree();
    try (JournalReader lines = JournalReader.open(folder.resolve(FolderNames.JOURNAL))) {
      for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
        tree.add(line.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Checkpoint(Checkpoint.originOf(runId), tree.size(), tree.root());
  }

  /** Signs the checkpoint of a folder's journal, unless it is signed already. */
  static void sign(OpenFolder folder, SigningKeys keys) {
    String runId = folder.run().runId();
    Checkpoint last = of(folder.path(), runId);
    Optional<Checkpoint> signed = signed(folder.path());
    if (signed.isEmpty()) {
      folder.write(FolderNames.CHECKPOINT, last.sign(keys.checkpoint()));
    } else if (!signed.get().equals(last)) {
      throw new IllegalStateException("run " + runId + " has a checkpoint of other lines");
    }
  }

  /** The checkpoint that was signed, if one was. */
  static Optional<Checkpoint> signed(Path folder) {
    return FolderFiles.optional(folder, FolderNames.CHECKPOINT)
        .map(note -> Checkpoint.parse(note).checkpoint());
  }
}
