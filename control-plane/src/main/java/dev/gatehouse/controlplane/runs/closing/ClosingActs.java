package dev.gatehouse.controlplane.runs.closing;

import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.SealInputs;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.gates.report.GateReport;
import dev.gatehouse.syscalls.run.OpenRun;

/** What closing leaves to others: sandboxes, git, the gates, the seal. */
public interface ClosingActs {
  /**
   * Verifies the run's committed tree.
   *
   * @throws dev.gatehouse.sandbox.SandboxException if there is no engine now; the run waits
   */
  VerifierReport verify(OpenRun run);

  /**
   * Writes the patch from the base to the result into the run's folder.
   *
   * @throws dev.gatehouse.workspace.error.RepositoryException if git does not make it
   */
  void diff(OpenRun run);

  /** What the gates compute from the folder. */
  GateReport judge(OpenFolder folder);

  /** Seals the folder and moves it among the sealed ones. */
  void seal(OpenFolder folder, SealInputs facts);

  /** Moves a folder that bears its seal already, since the move failed before. */
  void move(OpenFolder folder);
}
