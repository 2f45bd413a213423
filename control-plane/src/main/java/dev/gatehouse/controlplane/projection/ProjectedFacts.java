package dev.gatehouse.controlplane.projection;

import dev.gatehouse.controlplane.index.SealedSummary;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run's rows follow from: its genesis, its events, and its seal once there is one.
 *
 * @param events in order; of an open run they are read from its journal when they are asked for
 * @param history what they say
 */
public record ProjectedFacts(
    RunRecord run, List<Event> events, ProjectedHistory history, Optional<SealedSummary> seal) {

  /** The facts of these events, all of which are read. */
  public static ProjectedFacts of(RunRecord run, List<Event> events, Optional<SealedSummary> seal) {
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
    return of(evidence.run(), evidence.events(), Optional.of(SealedSummary.read(folder)));
  }

  /** The facts of an open folder; throws as {@link #ofSealed}. */
  public static ProjectedFacts ofOpen(Path folder) {
    RunEvidence evidence = RunEvidence.read(folder);
    return of(evidence.run(), evidence.events(), Optional.empty());
  }
}
