package dev.gatehouse.syscalls.run;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.journal.Event.ApprovalSettled;

/** The events that settle approvals of a run. */
public final class ApprovalEvents {
  /** Settles what no operator decided. */
  public static final String GATEWAY = "gateway";

  private ApprovalEvents() {}

  public static ApprovalSettled settled(
      OpenRun run, Approval approval, Approval.State state, String by, String comment) {
    return new ApprovalSettled(
        run.now(), approval.approvalId(), state, by, comment, approval.proposalSha256().hex());
  }

  /** The event by which the gateway ends an approval that nobody has decided. */
  static ApprovalSettled expired(OpenRun run, Approval approval, String why) {
    return settled(run, approval, Approval.State.EXPIRED, GATEWAY, why);
  }
}
