package dev.gatehouse.controlplane.runs.closing;

import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.folder.SealInputs;
import dev.gatehouse.evidence.folder.Sealing;
import dev.gatehouse.evidence.keys.SigningKeys;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.gates.Gates;
import dev.gatehouse.gates.report.GateReport;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.workspace.repository.Mirror;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;

/** Closing with this gateway's verifier, mirrors, keys and directory of sealed runs. */
final class GatewayClosingActs implements ClosingActs {
  private final RunVerification verification;
  private final Function<Identifier, Mirror> mirrors;
  private final SigningKeys keys;
  private final Path sealed;
  private final SealedRunListener listener;
  private final Object judging = new Object();

  GatewayClosingActs(
      RunVerification verification,
      Function<Identifier, Mirror> mirrors,
      SigningKeys keys,
      Path sealed,
      SealedRunListener listener) {
    this.verification = verification;
    this.mirrors = mirrors;
    this.keys = keys;
    this.sealed = sealed;
    this.listener = listener;
  }

  @Override
  public VerifierReport verify(OpenRun run) {
    return verification.verify(run);
  }

  @Override
  public void diff(OpenRun run) {
    mirrors
        .apply(new Identifier(run.record().repository()))
        .diff(
            run.base(),
            run.committedTree(),
            run.contents(),
            patch -> run.folder().writeData("diff.patch", patch));
  }

  @Override
  public GateReport judge(OpenFolder folder) {
    // The gates hold all events of a run, which may take as much as three times its journal.
    synchronized (judging) {
      return Gates.evaluate(RunEvidence.read(folder.path()));
    }
  }

  @Override
  public void seal(OpenFolder folder, SealInputs facts) {
    Sealing.seal(folder, keys, facts, sealed);
    listener.sealed(folder.run().runId());
  }

  @Override
  public void move(OpenFolder folder) {
    Path staging = Objects.requireNonNull(folder.path().getParent());
    Sealing.finish(staging, folder.run().runId(), sealed);
    listener.sealed(folder.run().runId());
  }
}
