package dev.gatehouse.verifier;

import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.policy.Policy;
import dev.gatehouse.policy.Step;
import dev.gatehouse.policy.VerifiedTree;
import dev.gatehouse.sandbox.Sandboxes;
import dev.gatehouse.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the committed tree out anew, with what steers the judgement as the base has it, and runs
 * each step of the plan in a sandbox of its own. Whether that is a pass is the gates' to say.
 */
public final class Verifier {
  private final Sandboxes sandboxes;

  /** A verifier whose steps run in these sandboxes. */
  public Verifier(Sandboxes sandboxes) {
    this.sandboxes = sandboxes;
  }

  /**
   * Verifies.
   *
   * @throws dev.gatehouse.sandbox.SandboxRefused if a step could not be run at all; nothing is left
   *     behind, and verifying again starts anew
   * @throws dev.gatehouse.workspace.WorkspaceRefused if the tree could not be written
   */
  public VerifierReport verify(VerificationInput input) {
    VerifiedTree verified =
        VerifiedTree.of(
            input.profile().verification(),
            input.names(),
            input.closure(),
            input.base(),
            input.result(),
            input.approved());
    Policy policy = new Policy(input.profile(), input.names(), input.closure());
    Workspace clean = Workspace.create(input.directory(), input.owner());
    try {
      clean.materialize(verified.tree(), input.contents(), policy::hidden);
      StepRun runs = new StepRun(sandboxes, input, clean);
      List<VerifiedStep> steps = new ArrayList<>();
      for (Step step : input.profile().verification().steps()) {
        steps.add(runs.run(step));
      }
      return new VerifierReport(
          input.result().gitTree(), verified.tree().gitTree(), verified.control(), steps);
    } finally {
      clean.remove();
    }
  }
}
