package dev.gatehouse.controlplane.projection;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.attest.Dsse;
import dev.gatehouse.evidence.attest.Statement;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a run's rows follow from: its genesis, its events, and its seal once there is one.
 *
 * @param events in order; of an open run they are read from its journal when they are asked for
 * @param history what they say
 */
public record ProjectedFacts(
    RunRecord run, List<Event> events, ProjectedHistory history, Optional<SealFacts> seal) {

  /**
   * What the seal of a folder says. Its signature is the check's to look at.
   *
   * @param sha256 digest of the seal's file
   * @param gateReport the report, where gates were evaluated
   */
  public record SealFacts(
      Digest sha256,
      RunStatus status,
      String verdict,
      Optional<Json.Obj> gateReport,
      Optional<String> gateReportSha256,
      Optional<String> resultTree,
      Instant sealedAt) {}

  /** The facts of these events, all of which are read. */
  public static ProjectedFacts of(RunRecord run, List<Event> events, Optional<SealFacts> seal) {
    return new ProjectedFacts(run, events, new RunFold(run.runId()).upTo(events), seal);
  }

  /**
   * The facts of a sealed folder.
   *
   * @throws JsonFormatException if a file of it is malformed
   * @throws dev.gatehouse.evidence.folder.MissingEvidenceException if a file is missing
   * @throws UncheckedIOException if it cannot be read
   */
  public static ProjectedFacts ofSealed(Path folder) {
    RunEvidence evidence = RunEvidence.read(folder);
    byte[] envelope = bytes(folder.resolve(FolderNames.SEAL));
    Statement statement = Statement.read(Dsse.read(envelope).payload());
    Json.Obj predicate = statement.predicate();
    return of(
        evidence.run(),
        evidence.events(),
        Optional.of(
            new SealFacts(
                Digest.of(envelope),
                predicate.parsed("status", RunStatus::valueOf),
                predicate.string("verdict"),
                evidence.gateReport().map(StrictJson::readCanonical),
                predicate.optionalString("gateReportSha256"),
                statement.subjects().stream()
                    .filter(subject -> subject.algorithm().equals("gitTree"))
                    .map(Statement.Subject::hex)
                    .findFirst(),
                predicate.parsed("sealedAt", Instant::parse))));
  }

  /** The facts of an open folder; throws as {@link #ofSealed}. */
  public static ProjectedFacts ofOpen(Path folder) {
    RunEvidence evidence = RunEvidence.read(folder);
    return of(evidence.run(), evidence.events(), Optional.empty());
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
