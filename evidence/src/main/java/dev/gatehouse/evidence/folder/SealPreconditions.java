package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.journal.Checkpoint;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.json.StrictJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a folder must hold before it is sealed, compared with the values that the sealer expects.
 *
 * @param checkpoint the final checkpoint
 * @param gateReport the gate report, unless the verdict is NONE or closing failed
 */
record SealPreconditions(Checkpoint checkpoint, Optional<byte[]> gateReport) {

  static SealPreconditions require(OpenFolder folder, SealInputs facts) {
    RunEvidence evidence = RunEvidence.read(folder.path());
    Optional<Digest> report = evidence.gateReport().map(Digest::of);
    Optional<GitId> tree = evidence.tree().map(Tree::gitTree);
    boolean evaluated = facts.verdict() != SealInputs.Verdict.NONE;
    boolean failed = evidence.failure().isPresent();
    demand(!Files.exists(folder.path().resolve(FolderNames.SEAL)), "it is sealed already");
    demand(
        !evidence.events().isEmpty()
            && evidence.events().getLast() instanceof Event.RunEnded end
            && end.status() == facts.status(),
        "its last event is another end");
    demand(report.equals(facts.gateReportSha256()), "its gate report is another one");
    demand(tree.equals(facts.resultTree()), "its tree is another one");
    demand(
        !failed || facts.verdict() == SealInputs.Verdict.FAILED,
        "a failed closing has another verdict than FAILED");
    demand(
        evidence.diffBytes().isPresent() ? tree.isPresent() : failed || tree.isEmpty(),
        "a tree comes with its diff");
    demand(report.isPresent() == evaluated || failed, "a verdict comes with its report");
    demand(
        report.isEmpty() || (tree.isPresent() && evidence.verifierReport().isPresent()),
        "a verdict is about a tree that the verifier saw");
    demand(
        report.isEmpty()
            || StrictJson.readCanonical(evidence.gateReport().orElseThrow())
                .string("verdict")
                .equals(facts.verdict().name()),
        "its gate report has another verdict");
    return new SealPreconditions(checkpoint(folder.path(), evidence), evidence.gateReport());
  }

  private static Checkpoint checkpoint(Path path, RunEvidence evidence) {
    Checkpoint.Signed signed = Checkpoint.parse(FolderFiles.required(path, FolderNames.CHECKPOINT));
    demand(signed.checkpoint().size() == evidence.events().size(), "its checkpoint is not final");
    return signed.checkpoint();
  }

  private static void demand(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException("the run folder is not sealed: " + otherwise);
    }
  }
}
