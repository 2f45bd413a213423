package dev.gatehouse.controlplane.runs.closing;

import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.SealInputs;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.gates.report.GateReport;
import dev.gatehouse.syscalls.run.OpenRun;

/** The acts of others, of which a test overrides one. */
public class ChangedActs implements ClosingActs {
  private final ClosingActs acts;

  public ChangedActs(ClosingActs acts) {
    this.acts = acts;
  }

  @Override
  public VerifierReport verify(OpenRun run) {
    return acts.verify(run);
  }

  @Override
  public void diff(OpenRun run) {
    acts.diff(run);
  }

  @Override
  public GateReport judge(OpenFolder folder) {
    return acts.judge(folder);
  }

  @Override
  public void seal(OpenFolder folder, SealInputs facts) {
    acts.seal(folder, facts);
  }

  @Override
  public void move(OpenFolder folder) {
    acts.move(folder);
  }
}
