package dev.gatehouse.controlplane.reconciliation;

import dev.gatehouse.controlplane.projection.ProjectedFacts;
import dev.gatehouse.controlplane.projection.Projection;
import dev.gatehouse.controlplane.projection.RowStore;
import dev.gatehouse.controlplane.projection.RunProjection;
import dev.gatehouse.controlplane.projection.RunSource;
import dev.gatehouse.controlplane.reconciliation.ReconciliationFinding.Code;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;

/** Compares the rows of one run with its folder. */
record RunComparison(RunSource source, RowStore store, Projection projection) {
  /**
   * The difference. Rows that are still to be written do not differ, nor do those of a run that is
   * being opened or sealed.
   */
  Optional<ReconciliationFinding> compare(String runId, int attempt, boolean repair) {
    Optional<RunSource.Found> found;
    try {
      found = source.find(runId);
    } catch (UncheckedIOException e) {
      return unlessUnwritten(runId, () -> unreadable(runId, e));
    } catch (RuntimeException e) {
      return unlessUnwritten(
          runId,
          () ->
              new ReconciliationFinding(
                  Code.R05_TAMPERED,
                  Optional.of(runId),
                  "its folder cannot be read: " + e.getMessage(),
                  false));
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ProjectedFacts facts = found.get().facts();
    Optional<RunProjection> row = store.read(runId);
    RunProjection expected = store.expected(facts, attempt);
    try {
      if (row.isPresent() && (row.get().equals(expected) || isBehind(row.get(), facts, attempt))) {
        return Optional.empty();
      }
    } catch (UncheckedIOException e) {
      // The events of an open run are read when they are asked for: it may just have been sealed.
      return unlessUnwritten(runId, () -> unreadable(runId, e));
    }
    return unlessUnwritten(
        runId, () -> difference(runId, row, expected, repair && repair(found.get(), attempt)));
  }

  private Optional<ReconciliationFinding> unlessUnwritten(
      String runId, Supplier<ReconciliationFinding> finding) {
    return isUnwritten(runId) ? Optional.empty() : Optional.of(finding.get());
  }

  /** Whether the projection has yet to hear of the run, or to write what it has heard. */
  boolean isUnwritten(String runId) {
    // In the order in which a run goes through both.
    return source.isUnannounced(runId) || projection.isPending(runId);
  }

  private static ReconciliationFinding unreadable(String runId, UncheckedIOException failure) {
    return new ReconciliationFinding(
        Code.R06_UNREADABLE,
        Optional.of(runId),
        "its folder cannot be read: " + failure.getMessage(),
        false);
  }

  /** Whether the database takes the rows. */
  private boolean repair(RunSource.Found found, int attempt) {
    ProjectedFacts facts = found.facts();
    return store
        .unlessRefused(
            facts.run().runId(), () -> store.write(facts, found.leaseExpiresAt(), attempt))
        .isPresent();
  }

  /** Rows of an open run are as of some event; up to there they must say what the journal says. */
  private boolean isBehind(RunProjection row, ProjectedFacts facts, int attempt) {
    if (facts.seal().isPresent()) {
      return false;
    }
    int events = Math.clamp(row.run().events(), 0, facts.events().size());
    ProjectedFacts then =
        ProjectedFacts.of(facts.run(), facts.events().subList(0, events), Optional.empty());
    if (!row.equals(store.expected(then, attempt))) {
      return false;
    }
    projection.changed(row.run().runId());
    return true;
  }

  private static ReconciliationFinding difference(
      String runId, Optional<RunProjection> row, RunProjection expected, boolean repaired) {
    Optional<String> run = Optional.of(runId);
    if (row.isEmpty()) {
      return new ReconciliationFinding(
          Code.R01_ROW_MISSING, run, "its folder has no row", repaired);
    }
    // A row without a verdict is behind its folder, as a kill leaves it; only a claim conflicts.
    Optional<String> claimed = Optional.ofNullable(row.get().run().verdict());
    Optional<String> sealed = Optional.ofNullable(expected.run().verdict());
    if (claimed.isPresent() && !claimed.equals(sealed)) {
      return new ReconciliationFinding(
          Code.R03_VERDICT_CONFLICT,
          run,
          "its row says verdict %s, its folder says %s"
              .formatted(claimed.get(), sealed.orElse("nothing")),
          repaired);
    }
    return new ReconciliationFinding(
        Code.R02_ROW_STALE,
        run,
        "its rows differ from its folder in " + Columns.differing(row.get(), expected),
        repaired);
  }
}
