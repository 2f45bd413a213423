package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.cli.screen.Terminal;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.operator.MergeRequest;
import dev.gatehouse.client.operator.Merged;
import dev.gatehouse.client.operator.RepositoryView;
import java.io.Console;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "merge",
    description = {
      "Merges a sealed run that passed: makes a new branch in the origin, and moves no branch.",
      "Shows first what would be merged, and asks."
    },
    footer = {"", "Example: gatehouse merge r-01m7 --branch fix-fares"},
    mixinStandardHelpOptions = true)
final class MergeCommand implements Callable<Integer> {
  private static final int PATHS = 50;

  private final Screen screen;
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "RUN", description = "the run's id, or the beginning of it")
  private String run = "";

  @Option(
      names = "--branch",
      paramLabel = "NAME",
      description = "the new branch (default: gatehouse/RUN)")
  private Optional<String> branch = Optional.empty();

  @Option(
      names = "--target",
      paramLabel = "NAME",
      description = "the branch that the work is meant for (default: that of the origin's HEAD)")
  private Optional<String> target = Optional.empty();

  @Option(
      names = "--target-tip",
      paramLabel = "COMMIT",
      description = "the commit that the target must be at (default: where the origin has it now)")
  private Optional<String> targetTip = Optional.empty();

  @Option(
      names = "--seal",
      paramLabel = "SHA256",
      description = "merge only what this seal closes, and do not ask")
  private Optional<String> seal = Optional.empty();

  @Option(names = "--yes", description = "merge what is shown now, and do not ask")
  private boolean yes;

  @Option(
      names = "--allow-unrelated-base",
      description =
          "merge though the run's base is not in the target's history any more: what was removed"
              + " from the origin comes back with it")
  private boolean allowUnrelatedBase;

  @Option(names = "--json", description = "the result as JSON")
  private boolean json;

  MergeCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    GatehouseClient client = server.client();
    RunView view = client.run(IdLookup.run(client, run));
    MergeRequest request = request(client, view);
    Screen aside = screen.aside();
    show(aside, client, view, request);
    if (!yes && seal.isEmpty() && !confirmed()) {
      screen.line("Nothing was merged.");
      return ExitCode.NO;
    }
    Merged merged = client.merge(view.runId(), request);
    if (json) {
      screen.document(JsonDocument.of(merged));
    } else {
      screen.line(
          StyledText.good("merged"),
          StyledText.plain(
              " into the new branch "
                  + merged.branch()
                  + " at "
                  + merged.commit()
                  + ", meant for "
                  + merged.target()));
    }
    return ExitCode.YES;
  }

  private MergeRequest request(GatehouseClient client, RunView view) {
    RepositoryView origin =
        target
            .map(name -> client.fetch(view.repository(), name))
            .orElseGet(() -> client.fetch(view.repository()));
    String tip =
        targetTip
            .or(origin::branchTip)
            .or(() -> Optional.of(origin.tip()).filter(commit -> !commit.isEmpty()))
            .orElseThrow(MergeCommand::noCommit);
    return new MergeRequest(
        seal.or(view::sealSha256).orElseThrow(() -> notSealed(view)),
        branch.orElse("gatehouse/" + view.runId()),
        target.or(origin::head),
        tip,
        allowUnrelatedBase);
  }

  /** Beside the answer: what is merged, and where to. */
  private static void show(
      Screen aside, GatehouseClient client, RunView view, MergeRequest request) {
    aside.line(
        StyledText.strong(view.runId()),
        StyledText.plain(
            "  %s, task %s of agent %s"
                .formatted(view.verdict().orElse("NONE"), view.taskId(), view.agent())));
    FoundByGates.lines(view).forEach(aside::line);
    ChangedPaths.show(aside, client, view.runId(), PATHS);
    Decisions.showApprovals(aside, client, view.runId());
    aside.line("seal    " + request.sealSha256());
    aside.line("base    " + view.baseCommit());
    aside.line(
        "target  %s at %s"
            .formatted(request.target().orElse("the origin's HEAD"), request.targetTip()));
    aside.line("branch  " + request.branch() + " (new)");
  }

  private static boolean confirmed() {
    Console console =
        Terminal.find()
            .orElseThrow(() ->
                new CliException(
                    "NOT_CONFIRMED",
                    "nobody is there to ask",
                    "merge what was shown with --seal SHA256, or with --yes"));
    String answer = console.readLine("Merge exactly this? [y/N] ");
    return answer != null && answer.strip().equalsIgnoreCase("y");
  }

  private static CliException noCommit() {
    return new CliException(
        "BRANCH_UNKNOWN",
        "the origin's HEAD is at no commit",
        "name a branch of the origin with --target");
  }

  private static CliException notSealed(RunView run) {
    return new CliException(
        "RUN_NOT_SEALED",
        "run " + run.runId() + " is " + run.state(),
        "wait until gatehouse show " + run.runId() + " says SEALED");
  }
}
