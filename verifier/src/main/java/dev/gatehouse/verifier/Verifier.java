package dev.gatehouse.verifier;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.report.BaseReport;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.decision.VerifiedTree;
import dev.gatehouse.policy.profile.VerificationStep;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.workspace.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Writes the committed tree out anew, with the control files of the base, and runs each step of the
 * plan in a sandbox of its own. Whether that is a pass is the gates' to say.
 */
public final class Verifier {
  private final SandboxEngine sandboxes;
  private final RandomGenerator random;

  /**
   * A verifier whose steps run in these sandboxes.
   *
   * @param random makes the secrets of judges, so nobody else can tell what it makes
   */
  public Verifier(SandboxEngine sandboxes, RandomGenerator random) {
    this.sandboxes = sandboxes;
    this.random = random;
  }

  /**
   * Verifies.
   *
   * @throws dev.gatehouse.sandbox.SandboxException if a step could not be run at all; nothing is
   *     left behind, and verifying again starts anew
   * @throws dev.gatehouse.workspace.error.WorkspaceException if the tree could not be written
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
    Optional<BaseReport> base =
        input
            .bases()
            .filter(_ -> !input.profile().verification().steps().isEmpty())
            .map(bases -> base(input, bases, policy));
    return on(
        verified.tree(),
        input,
        policy,
        clean -> {
          StepRun runs = new StepRun(sandboxes, input, clean, input.blobs(), random);
          List<VerifiedStep> steps =
              input.profile().verification().steps().stream()
                  .map(step ->
                      base.map(known -> runs.run(step, safePath(known, step)).step())
                          .orElseGet(() -> runs.run(step)))
                  .toList();
          return new VerifierReport(
              input.result().gitTree(),
              verified.tree().gitTree(),
              verified.control(),
              base.map(known -> input.blobs().apply(known.toJson().canonical()).hex()),
              steps);
        });
  }

  /** What the plan says of the base, which is written out as a result without changes would be. */
  private BaseReport base(VerificationInput input, BaseReports bases, Policy policy) {
    Tree tree =
        VerifiedTree.of(
                input.profile().verification(),
                input.names(),
                input.closure(),
                input.base(),
                input.base(),
                Map.of())
            .tree();
    return bases.of(
        BaseRun.key(input, tree),
        () ->
            on(
                tree,
                input,
                policy,
                clean ->
                    new BaseRun(new StepRun(sandboxes, input, clean, Digest::of, random))
                        .report(input.profile(), tree)));
  }

  private static boolean safePath(BaseReport base, VerificationStep step) {
    return base.steps().stream()
        .filter(known -> known.id().equals(step.id()))
        .allMatch(BaseReport.BaseStep::safePath);
  }

  private static <T> T on(
      Tree tree, VerificationInput input, Policy policy, Function<Workspace, T> act) {
    Workspace clean = Workspace.create(input.directory(), input.owner());
    try {
      clean.materialize(tree, input.contents(), policy::hidden);
      return act.apply(clean);
    } finally {
      clean.remove();
    }
  }
}
