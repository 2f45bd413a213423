package dev.gatehouse.evidence.check;

import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.journal.Checkpoint;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.keys.TrustStore;
import dev.gatehouse.evidence.keys.VerificationKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The checkpoint: of this run, of this journal, signed by a trusted key. */
final class CheckpointCheck {
  private CheckpointCheck() {}

  /** The trusted key that signed the checkpoint. */
  static Optional<VerificationKey> check(
      CheckedFolder folder, TrustStore trust, String runId, JournalCheck journal)
      throws IOException {
    Optional<byte[]> note = folder.bytes(FolderNames.CHECKPOINT);
    if (note.isEmpty()) {
      return Optional.empty();
    }
    Findings findings = folder.findings();
    Checkpoint.Signed signed;
    try {
      signed = Checkpoint.parse(note.get());
    } catch (JsonFormatException e) {
      findings.add(CheckCode.CHECKPOINT_MALFORMED, FolderNames.CHECKPOINT, e);
      return Optional.empty();
    }
    Checkpoint checkpoint = signed.checkpoint();
    findings.demand(
        checkpoint.origin().equals(Checkpoint.originOf(runId)),
        CheckCode.CHECKPOINT_ORIGIN_WRONG,
        FolderNames.CHECKPOINT,
        "it is of " + checkpoint.origin());
    findings.demand(
        checkpoint.size() == journal.chain().next(),
        CheckCode.CHECKPOINT_SIZE_WRONG,
        FolderNames.CHECKPOINT,
        "it counts " + checkpoint.size() + " lines, the journal has " + journal.chain().next());
    findings.demand(
        checkpoint.root().equals(journal.root()),
        CheckCode.CHECKPOINT_ROOT_WRONG,
        FolderNames.CHECKPOINT,
        "its root is not that of the journal's lines");
    return signer(findings, trust, signed, runId);
  }

  private static Optional<VerificationKey> signer(
      Findings findings, TrustStore trust, Checkpoint.Signed signed, String runId) {
    List<VerificationKey> allowed =
        trust.checkpointKeys().stream()
            .filter(entry -> signed.checkpoint().origin().equals(entry.origin() + runId))
            .map(TrustStore.CheckpointKey::key)
            .toList();
    if (allowed.isEmpty()) {
      findings.add(
          CheckCode.CHECKPOINT_KEY_UNTRUSTED,
          FolderNames.CHECKPOINT,
          "no trusted key signs for this origin");
      return Optional.empty();
    }
    Optional<VerificationKey> signer = allowed.stream().filter(signed::isOf).findFirst();
    if (signer.isEmpty()) {
      findings.add(
          CheckCode.CHECKPOINT_SIGNATURE_WRONG,
          FolderNames.CHECKPOINT,
          "the signature is of no trusted key");
    }
    return signer;
  }
}
