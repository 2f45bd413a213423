package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.RunDiff;
import dev.gatehouse.client.RunDiff.PathStat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description = {
      "Shows what a run changed of the commit that it started from.",
      "Of an open run: what is committed so far, without what waits for an operator."
    },
    footer = {"", "Example: gatehouse diff r-01m7 --stat"},
    mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
  private final Screen screen;
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "RUN", description = "the run's id, or the beginning of it")
  private String run = "";

  @Option(names = "--stat", description = "list the changed paths with counts of lines only")
  private boolean stat;

  @Option(names = "--json", description = "the list of --stat as JSON")
  private boolean json;

  DiffCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    GatehouseClient client = server.client();
    String runId = IdLookup.run(client, run);
    if (stat || json) {
      List<PathStat> paths = ChangedPaths.all(client, runId);
      if (json) {
        screen.document(JsonDocument.of(paths));
      } else {
        ChangedPaths.show(screen, paths, paths.size());
      }
      return ExitCode.YES;
    }
    RunDiff first = client.diff(runId, 1);
    show(first);
    for (int part = 2; part <= first.diffParts().orElse(1); part++) {
      RunDiff next = client.diff(runId, part);
      if (!next.changeSha256().equals(first.changeSha256())) {
        throw new CliException(
            "DIFF_CHANGED", "the run changed while its diff was shown", "ask for the diff again");
      }
      show(next);
    }
    return ExitCode.YES;
  }

  private void show(RunDiff part) {
    String text = part.diff().orElse("");
    if (!text.isEmpty()) {
      Diff.show(screen, "", text);
    } else if (part.paths() == 0) {
      screen.line("The run has changed nothing.");
    }
  }
}
