package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Column;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.client.operator.ApprovalView;
import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.text.VisibleText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "approvals",
    description = {
      "Lists the changes that wait for an operator, oldest first;",
      "with --state those of open and sealed runs that were settled so."
    },
    footer = {"", "Example: gatehouse approvals --state DENIED"},
    mixinStandardHelpOptions = true)
final class ApprovalsCommand implements Callable<Integer> {
  private static final Column EXPIRES = Column.fixed("EXPIRES");
  private static final Column SETTLED = Column.fixed("SETTLED");

  private final Screen screen;
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "WAITING (default), COMMITTED, DENIED, STALE or EXPIRED")
  private Approval.State state = Approval.State.WAITING;

  @Option(names = "--json", description = "as JSON")
  private boolean json;

  ApprovalsCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    List<ApprovalView> approvals = server.client().approvals(state.name());
    if (json) {
      screen.document(JsonDocument.of(approvals));
    } else if (approvals.isEmpty()) {
      screen.line("No approval is " + state + ".");
    } else {
      boolean waiting = state == Approval.State.WAITING;
      screen.table(
          columns(waiting ? EXPIRES : SETTLED),
          approvals.stream().map(ApprovalsCommand::row).toList());
      if (waiting) {
        screen.line("gatehouse approve ID shows the change before it asks.");
      }
    }
    return ExitCode.YES;
  }

  private static List<Column> columns(Column last) {
    return List.of(
        Column.id("APPROVAL"),
        Column.id("RUN"),
        Column.name("AGENT", 6),
        Column.name("PATH", 12),
        Column.name("RULE", 6),
        last);
  }

  private static List<String> row(ApprovalView approval) {
    return List.of(
        approval.approvalId(),
        approval.runId(),
        approval.agent(),
        VisibleText.ascii(approval.path()),
        approval.rule(),
        Identifiers.minute(approval.settledAt().orElse(approval.expiresAt())));
  }
}
