package dev.gatehouse.cli.demo;

import dev.gatehouse.cli.remote.Diff;
import dev.gatehouse.client.operator.ApprovalDecision;
import dev.gatehouse.client.operator.ApprovalState;
import dev.gatehouse.client.operator.ApprovalView;
import java.util.List;
import java.util.Optional;

/** The operator looks at each held change and decides; the agent learns of it. */
final class ApprovalStep {
  private static final long WAIT_MILLIS = 10_000;

  private ApprovalStep() {}

  static void play(DemoTranscript transcript, DemoSession cast, List<String> approvals) {
    transcript.scene("6. The operator decides what was held");
    transcript.expect(approvals.size() == 3, approvals.size() + " changes were held, not 3");
    for (String id : approvals) {
      ApprovalView approval = cast.operator().approval(id);
      boolean approve = approval.path().equals(ForbiddenActionsStep.BUILD_FILE);
      transcript.asks("operator", "look at " + id + ": " + approval.path());
      approval.diff().ifPresent(diff -> Diff.show(transcript.screen(), "             ", diff));
      transcript.asks("operator", (approve ? "approve" : "deny") + " exactly this proposal");
      ApprovalState decided =
          cast.operator()
              .decide(
                  id,
                  new ApprovalDecision(
                      approve ? "APPROVE" : "DENY",
                      approval.proposalSha256(),
                      Optional.of(approve ? "stricter tests are fine" : "not in this task")));
      transcript.asks("agent", "approval.wait " + id);
      String learned = cast.run().awaitApproval(id, WAIT_MILLIS).state();
      transcript.done(learned);
      transcript.expect(
          decided.state().equals(learned) && learned.equals(approve ? "COMMITTED" : "DENIED"),
          "approval " + id + " is " + learned);
    }
  }
}
