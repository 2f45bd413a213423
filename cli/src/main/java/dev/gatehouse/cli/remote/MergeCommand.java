package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.Span;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.MergeRequest;
import dev.gatehouse.client.Merged;
import dev.gatehouse.client.RunView;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "merge",
    description =
        "Merges a sealed run that passed: makes a new branch in the origin, and moves none.",
    mixinStandardHelpOptions = true)
final class MergeCommand implements Callable<Integer> {
  private final Screen screen;
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "RUN", description = "the run's id")
  private String runId = "";

  @Option(
      names = "--branch",
      paramLabel = "NAME",
      description = "the new branch (default: gatehouse/RUN)")
  private Optional<String> branch = Optional.empty();

  @Option(
      names = "--target",
      paramLabel = "NAME",
      description = "the branch that the work is meant for (default: the origin's HEAD branch)")
  private Optional<String> target = Optional.empty();

  @Option(
      names = "--target-tip",
      paramLabel = "COMMIT",
      description = "where the target must stand (default: the run's base commit)")
  private Optional<String> targetTip = Optional.empty();

  @Option(
      names = "--seal",
      paramLabel = "SHA256",
      description = "merge only what this seal closes (default: the run's)")
  private Optional<String> seal = Optional.empty();

  @Option(
      names = "--allow-unrelated-base",
      description =
          "merge though the run's base is not in the target's history any more: what was removed"
              + " from the origin comes back with it")
  private boolean allowUnrelatedBase;

  @Option(names = "--json", description = "as JSON")
  private boolean json;

  MergeCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    GatehouseClient client = server.client();
    RunView run = client.run(runId);
    String closedBy = seal.or(run::sealSha256).orElseThrow(() -> notSealed(run));
    FoundByGates.lines(run).forEach(screen::aside);
    Merged merged =
        client.merge(
            runId,
            new MergeRequest(
                closedBy,
                branch.orElse("gatehouse/" + runId),
                target,
                targetTip.orElse(run.baseCommit()),
                allowUnrelatedBase));
    if (json) {
      screen.document(JsonDocument.of(merged));
    } else {
      screen.line(
          Span.good("merged"),
          Span.plain(
              " into the new branch "
                  + merged.branch()
                  + " at "
                  + merged.commit()
                  + ", meant for "
                  + merged.target()));
    }
    return ExitCode.YES;
  }

  private static CliException notSealed(RunView run) {
    return new CliException(
        "RUN_NOT_SEALED",
        "run " + run.runId() + " is " + run.state(),
        "wait until gatehouse show " + run.runId() + " says SEALED");
  }
}
