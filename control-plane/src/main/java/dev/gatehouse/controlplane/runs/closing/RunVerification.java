package dev.gatehouse.controlplane.runs.closing;

import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.syscalls.run.OpenRun;

/** Runs the verification plan of a submitted run. */
@FunctionalInterface
interface RunVerification {
  /**
   * Verifies the run's committed tree.
   *
   * @throws dev.gatehouse.sandbox.SandboxException if there is no engine now; the run waits
   */
  VerifierReport verify(OpenRun run);
}
