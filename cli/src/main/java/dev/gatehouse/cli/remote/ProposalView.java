package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.operator.ApprovalView;
import dev.gatehouse.evidence.text.VisibleText;

/** A proposal on the screen: what it is about, and its whole diff, part by part. */
final class ProposalView {
  private static final String INDENT = "  ";

  private ProposalView() {}

  /** Shows the approval, and fetches and shows the parts of its diff that are not in it. */
  static void show(Screen screen, GatehouseClient client, ApprovalView approval) {
    String path = VisibleText.of(approval.path());
    String ascii = VisibleText.ascii(approval.path());
    Diff.rows(screen, "", path).forEach(row -> screen.line(StyledText.strong(row)));
    if (!ascii.equals(path)) {
      Diff.rows(screen, INDENT, "in ASCII: " + ascii)
          .forEach(row -> screen.line(StyledText.warn(INDENT + row)));
    }
    screen.line(INDENT + "held by " + approval.rule());
    screen.line(INDENT + "run " + approval.runId() + " of agent " + approval.agent());
    screen.line(INDENT + "proposal " + approval.proposalSha256());
    approval.diff().ifPresent(diff -> Diff.show(screen, INDENT, diff));
    int parts = approval.diffParts().orElse(1);
    for (int part = 2; part <= parts; part++) {
      ApprovalView next = client.approval(approval.approvalId(), part);
      if (!next.proposalSha256().equals(approval.proposalSha256()) || next.diff().isEmpty()) {
        throw new CliException(
            "PROPOSAL_MISMATCH",
            "the proposal changed while it was shown",
            "look at the approval again");
      }
      Diff.show(screen, INDENT, next.diff().get());
    }
  }
}
