package dev.gatehouse.evidence.check;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.journal.ContentReferences;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.keys.AttestationPurpose;
import dev.gatehouse.evidence.keys.TrustStore;
import dev.gatehouse.evidence.report.ControlClosure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a sealed run folder against keys that the person who checks trusts (promises F6, F7).
 * Needs no database, server or repository; whether the verdict is right is the gates' to recompute.
 */
public final class FolderCheck {
  private final TrustStore trust;
  private final Findings findings = new Findings();
  private Optional<EnvelopeCheck.Verified> seal = Optional.empty();
  private Optional<Digest> sealSha256 = Optional.empty();

  private FolderCheck(TrustStore trust) {
    this.trust = trust;
  }

  /**
   * Looks at everything that the folder's format promises, and never fails for what the folder
   * holds: each thing that is wrong is a finding.
   *
   * @param folder the sealed folder
   * @param trust keys from elsewhere than the folder
   */
  public static CheckReport check(Path folder, TrustStore trust) {
    FolderCheck check = new FolderCheck(trust);
    try {
      check.look(folder.toRealPath());
    } catch (IOException | java.io.UncheckedIOException e) {
      check.findings.add(CheckCode.FOLDER_UNREADABLE, "", String.valueOf(e));
    }
    return check.report();
  }

  private void look(Path path) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      findings.add(CheckCode.FOLDER_UNREADABLE, "", "a run folder is a directory");
      return;
    }
    FolderListing listing = FolderListing.of(path, findings);
    if (!listing.isPlain()) {
      return;
    }
    CheckedFolder folder = CheckedFolder.open(path, listing, findings);
    sealSha256 = folder.digest(FolderNames.SEAL);
    ManifestCheck.check(folder);
    seal = EnvelopeCheck.check(folder, FolderNames.SEAL, trust, AttestationPurpose.SEAL, "gateway");
    if (seal.isPresent()) {
      KeyFileCheck.envelope(folder, seal.get().key());
    }
    DocumentCheck documents = new DocumentCheck(folder);
    Optional<RunRecord> run = documents.run();
    if (run.isPresent()) {
      look(folder, documents, run.get());
    }
  }

  private void look(CheckedFolder folder, DocumentCheck documents, RunRecord run)
      throws IOException {
    ManifestCheck.bagInfo(folder, run.runId());
    documents.policy(run);
    Optional<GitId> tree = documents.tree();
    Set<Digest> ofReports = documents.verifierReport(run.format());
    Optional<Json.Obj> gateReport = documents.gateReport();
    boolean failed = documents.failure(run.format());
    JournalCheck journal =
        JournalCheck.check(folder, run.format(), folder.digest(FolderNames.RUN).orElseThrow());
    Optional<ControlClosure> closure = documents.closure(journal.closure());
    Set<Digest> wanted = new HashSet<>(ofReports);
    closure.map(ControlClosure::toJson).map(ContentReferences::of).ifPresent(wanted::addAll);
    journal.demandContent(folder, wanted, closure.map(ControlClosure::carried).orElse(Set.of()));
    var signer = CheckpointCheck.check(folder, trust, run.runId(), journal);
    if (signer.isPresent()) {
      KeyFileCheck.checkpoint(folder, signer.get(), run.runId());
    }
    SealCheck statements = new SealCheck(folder, run, journal, tree, gateReport, failed);
    statements.complete();
    seal.ifPresent(verified -> statements.seal(verified.statement()));
    EnvelopeCheck.check(folder, FolderNames.VSA, trust, AttestationPurpose.VERDICT, "verifier")
        .ifPresent(verified -> statements.verdict(verified.statement()));
  }

  private CheckReport report() {
    Optional<Json.Obj> predicate = seal.map(verified -> verified.statement().predicate());
    return new CheckReport(
        predicate.flatMap(said -> said.optionalString("runId")),
        predicate.flatMap(said -> said.optionalString("status")),
        predicate.flatMap(said -> said.optionalString("verdict")),
        sealSha256,
        findings.list());
  }
}
