package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.cli.screen.Terminal;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.operator.ApprovalDecision;
import dev.gatehouse.client.operator.ApprovalState;
import dev.gatehouse.client.operator.ApprovalView;
import java.io.Console;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What approving and denying share: the operator decides on exactly what was shown. */
final class DecisionSupport {
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "APPROVAL", description = "the approval's id, or the beginning of it")
  private String approvalName = "";

  @Option(
      names = "--proposal",
      paramLabel = "SHA256",
      description = "decide on this proposal only, and do not ask")
  private Optional<String> proposal = Optional.empty();

  @Option(names = "--yes", description = "decide on what is shown now, and do not ask")
  private boolean yes;

  @Option(names = "--comment", paramLabel = "TEXT", description = "for the worker and the journal")
  private Optional<String> comment = Optional.empty();

  int decide(Screen screen, String decision, String settled) {
    GatehouseClient client = server.client();
    String approvalId = IdLookup.approval(client, approvalName);
    ApprovalView approval = client.approval(approvalId);
    ProposalView.show(screen, client, approval);
    if (proposal.isPresent() && !proposal.get().equals(approval.proposalSha256())) {
      throw new CliException(
          "PROPOSAL_MISMATCH",
          "approval " + approvalId + " is about " + approval.proposalSha256(),
          "read what it is about now, then name that digest");
    }
    if (proposal.isEmpty() && !yes && !confirmed(decision)) {
      screen.line("Nothing was decided.");
      return ExitCode.NO;
    }
    ApprovalState state =
        client.decide(
            approvalId, new ApprovalDecision(decision, approval.proposalSha256(), comment));
    boolean asMeant = state.state().equals(settled);
    String text = approvalId + " is " + state.state();
    screen.line(asMeant ? StyledText.good(text) : StyledText.bad(text));
    return asMeant ? ExitCode.YES : ExitCode.NO;
  }

  private static boolean confirmed(String decision) {
    Console console =
        Terminal.find()
            .orElseThrow(() ->
                new CliException(
                    "NOT_CONFIRMED",
                    "nobody is there to ask",
                    "decide on what was shown with --proposal SHA256"));
    String answer = console.readLine("%s exactly this? [y/N] ", decision);
    return answer != null && answer.strip().equalsIgnoreCase("y");
  }
}
