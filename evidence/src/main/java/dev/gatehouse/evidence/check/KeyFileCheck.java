package dev.gatehouse.evidence.check;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.journal.Checkpoint;
import dev.gatehouse.evidence.keys.VerificationKey;
import java.io.IOException;
import java.util.Arrays;

/** The keys that lie in the folder for convenience: exactly those that signed, and trusted. */
final class KeyFileCheck {
  private KeyFileCheck() {}

  static void envelope(CheckedFolder folder, VerificationKey key) throws IOException {
    same(folder, FolderNames.ENVELOPE_KEY, key.pem());
  }

  static void checkpoint(CheckedFolder folder, VerificationKey key, String runId)
      throws IOException {
    same(folder, FolderNames.CHECKPOINT_KEY, key.pem());
    Checkpoint named = new Checkpoint(Checkpoint.originOf(runId), 0, Digest.of(new byte[0]));
    same(folder, FolderNames.CHECKPOINT_VKEY, named.vkey(key));
  }

  private static void same(CheckedFolder folder, String name, String text) throws IOException {
    byte[] expected = text.getBytes(US_ASCII);
    folder
        .findings()
        .demand(
            Arrays.equals(folder.bytes(name).orElse(expected), expected),
            CheckCode.KEY_FILE_WRONG,
            name,
            "it is not the trusted key that signed this folder");
  }
}
