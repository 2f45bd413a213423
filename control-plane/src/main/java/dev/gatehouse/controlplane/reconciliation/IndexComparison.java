package dev.gatehouse.controlplane.reconciliation;

import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.index.SealedSummary;
import dev.gatehouse.controlplane.projection.Projection;
import dev.gatehouse.controlplane.projection.RunSource;
import dev.gatehouse.controlplane.reconciliation.ReconciliationFinding.Code;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares the index of sealed runs with their folders; only folders that are whole count. */
record IndexComparison(RunIndex index, RunSource source, Projection projection) {
  /** Runs whose lines differ from their folders at a first look; runs are sealed meanwhile. */
  List<String> look(FolderScan scan) {
    return differing(scan.sealed().stream().filter(id -> !scan.untrusted().contains(id)).toList())
        .stream()
        .map(SealedSummary::runId)
        .toList();
  }

  /**
   * What differs still.
   *
   * @param among runs that differed at the first look
   * @param lost runs whose rows have no folder
   * @param repair whether the index is made to say what the folders say
   */
  List<ReconciliationFinding> lookAgain(
      Collection<String> among, Set<String> lost, boolean repair) {
    List<ReconciliationFinding> findings = new ArrayList<>();
    index.damage().ifPresent(why -> findings.add(rebuilt(why)));
    List<SealedSummary> differing =
        differing(
            among.stream()
                .filter(id -> !source.isUnannounced(id) && !projection.isPending(id))
                .toList());
    differing.forEach(run -> findings.add(stale(run.runId(), repair)));
    if (repair) {
      index.addAll(differing);
    }
    for (String runId : index.ids()) {
      if (!source.exists(runId)) {
        if (!lost.contains(runId)) {
          findings.add(lost(runId));
        }
        if (repair) {
          index.forget(runId);
        }
      }
    }
    return findings;
  }

  /** Has the index say what these folders say. */
  void correct(Collection<String> runIds) {
    index.addAll(differing(runIds));
  }

  private List<SealedSummary> differing(Collection<String> runIds) {
    return runIds.stream()
        .flatMap(id -> read(id).stream())
        .filter(run -> !index.line(run.runId()).equals(Optional.of(run)))
        .toList();
  }

  /** A folder that cannot be read is the finding of the comparison with rows. */
  private Optional<SealedSummary> read(String runId) {
    try {
      return Optional.of(SealedSummary.read(source.sealedFolder(runId)));
    } catch (UncheckedIOException | JsonFormatException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ReconciliationFinding rebuilt(String why) {
    return new ReconciliationFinding(
        Code.R12_INDEX_REBUILT,
        Optional.empty(),
        "the start made the index of sealed runs anew from their folders: " + why,
        /* repaired= */ true);
  }

  private static ReconciliationFinding stale(String runId, boolean repaired) {
    return new ReconciliationFinding(
        Code.R13_INDEX_STALE,
        Optional.of(runId),
        "its line in the index is missing, damaged, or differs from its folder",
        repaired);
  }

  private static ReconciliationFinding lost(String runId) {
    return new ReconciliationFinding(
        Code.R04_EVIDENCE_LOST,
        Optional.of(runId),
        "its line in the index has no folder; nothing says what it says",
        false);
  }
}
