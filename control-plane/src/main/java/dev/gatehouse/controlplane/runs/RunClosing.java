package dev.gatehouse.controlplane.runs;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.folder.SealFacts;
import dev.gatehouse.evidence.folder.Sealing;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.keys.SigningKeys;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.gates.GateReport;
import dev.gatehouse.gates.Gates;
import dev.gatehouse.syscalls.OpenRun;
import dev.gatehouse.syscalls.OpenRuns;
import dev.gatehouse.workspace.repository.Mirror;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;

/**
 * From a closed door to a sealed folder: verify, end the journal, write tree, diff and reports, let
 * the gates read the folder, seal. Every step before the seal may be done again after a crash.
 */
final class RunClosing {
  private final OpenRuns runs;
  private final RunVerification verification;
  private final Function<Identifier, Mirror> mirrors;
  private final SigningKeys keys;
  private final Path sealed;
  private final InstantSource clock;

  RunClosing(
      OpenRuns runs,
      RunVerification verification,
      Function<Identifier, Mirror> mirrors,
      SigningKeys keys,
      Path sealed,
      InstantSource clock) {
    this.runs = runs;
    this.verification = verification;
    this.mirrors = mirrors;
    this.keys = keys;
    this.sealed = sealed;
    this.clock = clock;
  }

  /** Verifies and seals a run that was submitted and waits for no approval. */
  void complete(OpenRun run) {
    VerifierReport report = verification.verify(run);
    run.folder().writeData("verifier_report.json", report.toJson().canonical());
    runs.end(run, RunStatus.COMPLETED);
    finish(run, RunStatus.COMPLETED);
  }

  /** Seals a run that nobody submitted, if its lease or its time is over. */
  void unfinished(OpenRun run) {
    runs.endUnsubmitted(run).ifPresent(status -> finish(run, status));
  }

  /** Seals a run whose journal has ended; without a submit nobody verified it: no verdict. */
  void finish(OpenRun run, RunStatus status) {
    writeResult(run);
    switch (status) {
      case COMPLETED -> seal(run, status, judge(run.folder()));
      case CRASHED, CANCELLED -> seal(run, status, Optional.empty());
    }
  }

  private void writeResult(OpenRun run) {
    OpenFolder folder = run.folder();
    Tree result = run.tree();
    folder.writeData("tree.json", result.toJson().canonical());
    folder.writeData(
        "diff.patch",
        mirrors
            .apply(new Identifier(run.record().repository()))
            .diff(run.base(), result, run.contents()));
    folder.checkpoint(keys);
  }

  private Optional<GateReport> judge(OpenFolder folder) {
    GateReport report = Gates.evaluate(RunEvidence.read(folder.path()));
    folder.writeData("gate_report.json", report.canonical());
    return Optional.of(report);
  }

  private void seal(OpenRun run, RunStatus status, Optional<GateReport> report) {
    Sealing.seal(
        run.folder(),
        keys,
        new SealFacts(
            status,
            report
                .map(r -> SealFacts.Verdict.valueOf(r.verdict().name()))
                .orElse(SealFacts.Verdict.NONE),
            report.map(r -> Digest.of(r.canonical())),
            Optional.of(run.tree().gitTree()),
            clock.instant().truncatedTo(ChronoUnit.MILLIS)),
        sealed);
    runs.closed(run);
  }
}
