package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.RunView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "cancel",
    description = {
      "Cancels a run that is open, or that waits for operators: its command is stopped, what waits",
      "is not decided any more, and the run is sealed without a verdict. It is not tried again."
    },
    footer = {"", "Example: gatehouse cancel r-01m7 --reason \"the task is gone\""},
    mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {
  private final Screen screen;
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "RUN", description = "the run's id, or the beginning of it")
  private String run = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "why; the run folder says it, and the run's agent can read it")
  private String reason = "";

  @Option(names = "--json", description = "the gateway's answer as JSON")
  private boolean json;

  CancelCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    GatehouseClient client = server.client();
    RunView view = client.cancel(IdLookup.run(client, run), reason);
    if (json) {
      screen.document(JsonDocument.of(view));
    } else {
      screen.line(
          StyledText.warn("cancelled"),
          StyledText.plain(" " + view.runId() + ", which is " + view.state() + " now"));
    }
    return ExitCode.YES;
  }
}
