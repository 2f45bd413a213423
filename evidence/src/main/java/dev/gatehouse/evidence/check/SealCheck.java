package dev.gatehouse.evidence.check;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.attest.Seal;
import dev.gatehouse.evidence.attest.Statement;
import dev.gatehouse.evidence.attest.Statement.Subject;
import dev.gatehouse.evidence.attest.VerificationSummary;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds the two statements against the ones that the folder's own files call for.
 *
 * @param folder the files
 * @param run the genesis
 * @param journal the journal as read
 * @param tree the git tree that {@code tree.json} makes
 * @param gateReport the gate report
 * @param failed whether closing failed
 */
record SealCheck(
    CheckedFolder folder,
    RunRecord run,
    JournalCheck journal,
    Optional<GitId> tree,
    Optional<Json.Obj> gateReport,
    boolean failed) {

  /** The seal says exactly what the folder does; only its time is its own. */
  void seal(Statement found) {
    Map<String, Long> payload = folder.listing().below("data/");
    Seal expected =
        new Seal(
            run.format(),
            run.runId(),
            journal.status().map(RunStatus::name).orElse(""),
            digest(FolderNames.RUN),
            digest(FolderNames.POLICY),
            new Seal.Journal(journal.chain().next(), journal.chain().head(), journal.root()),
            payload.size(),
            payload.values().stream().mapToLong(Long::longValue).sum(),
            verdict(),
            folder.digest(FolderNames.GATE_REPORT),
            run.gatewayVersion(),
            time(found, "sealedAt"));
    List<Subject> subjects = new ArrayList<>();
    subjects.add(subject(FolderNames.TAG_MANIFEST));
    subjects.add(subject(FolderNames.MANIFEST));
    subjects.addAll(result());
    EnvelopeCheck.compare(
        folder,
        FolderNames.SEAL,
        found,
        expected.toStatement(subjects),
        CheckCode.SEAL_SUBJECTS_WRONG,
        Map.of(),
        CheckCode.SEAL_PREDICATE_WRONG);
  }

  /** The verdict is the gate report's, about this result; only its time is its own. */
  void verdict(Statement found) {
    VerificationSummary expected;
    try {
      expected = VerificationSummary.of(run, gateReport.orElseThrow(), time(found, "timeVerified"));
    } catch (JsonFormatException | java.util.NoSuchElementException e) {
      folder
          .findings()
          .add(CheckCode.VSA_RESULT_WRONG, FolderNames.VSA, "no gate report bears it out");
      return;
    }
    EnvelopeCheck.compare(
        folder,
        FolderNames.VSA,
        found,
        expected.toStatement(result()),
        CheckCode.VSA_SUBJECTS_WRONG,
        Map.of(
            "resourceUri", CheckCode.VSA_RESOURCE_WRONG,
            "verificationResult", CheckCode.VSA_RESULT_WRONG,
            "verifiedLevels", CheckCode.VSA_LEVELS_WRONG),
        CheckCode.VSA_PREDICATE_WRONG);
  }

  /** A run whose closing failed did not pass, whether or not the gates could judge it. */
  private String verdict() {
    return failed ? "FAILED" : gateReport.map(report -> report.string("verdict")).orElse("NONE");
  }

  /** What comes together: a verdict with its tree, report and summary, a tree with its diff. */
  void complete() {
    folder
        .findings()
        .demand(
            !failed || gateReport.isEmpty() || !gateReport.get().string("verdict").equals("PASSED"),
            CheckCode.REPORT_MALFORMED,
            FolderNames.GATE_REPORT,
            "a run whose closing failed did not pass");
    if (!failed) {
      together(FolderNames.TREE, FolderNames.DIFF);
    }
    together(FolderNames.DIFF, FolderNames.TREE);
    together(FolderNames.GATE_REPORT, FolderNames.VSA);
    together(FolderNames.VSA, FolderNames.GATE_REPORT);
    together(FolderNames.GATE_REPORT, FolderNames.VERIFIER_REPORT);
    together(FolderNames.GATE_REPORT, FolderNames.TREE);
  }

  private void together(String one, String other) {
    folder
        .findings()
        .demand(
            !folder.listing().has(one) || folder.listing().has(other),
            CheckCode.FILE_MISSING,
            other,
            one + " is there and needs it");
  }

  private List<Subject> result() {
    List<Subject> subjects = new ArrayList<>();
    folder
        .digest(FolderNames.DIFF)
        .ifPresent(digest -> subjects.add(Subject.file(FolderNames.DIFF, digest)));
    tree.ifPresent(id -> subjects.add(Subject.resultTree(id)));
    return subjects;
  }

  private Subject subject(String name) {
    return Subject.file(name, digest(name));
  }

  /** Where a file is missing, which is a finding already, no digest is right. */
  private Digest digest(String name) {
    return folder.digest(name).orElseGet(() -> Digest.of(new byte[0]));
  }

  /** The statement's own time; where it is none, one that cannot be equal to it. */
  private static Instant time(Statement statement, String member) {
    try {
      return statement.predicate().parsed(member, Instant::parse);
    } catch (JsonFormatException e) {
      return Instant.MIN;
    }
  }
}
