package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.Span;
import dev.gatehouse.client.RunView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "runs", description = "The runs, newest first.", mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
  private final Screen screen;
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--limit", paramLabel = "N", description = "at most so many (default: 20)")
  private int limit = 20;

  @Option(names = "--after", paramLabel = "RUN", description = "those older than this run")
  private Optional<String> after = Optional.empty();

  @Option(names = "--json", description = "as JSON")
  private boolean json;

  RunsCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    List<RunView> runs = server.client().runs(limit, after);
    if (json) {
      screen.document(JsonDocument.of(runs));
    } else if (runs.isEmpty()) {
      screen.line("No runs yet. An agent opens one with POST /v1/runs; ./gatehouse demo shows it.");
    } else {
      screen.table(
          List.of("RUN", "REPOSITORY", "TASK", "STATE", "VERDICT", "ROUTE", "WAITING", "OPENED"),
          runs.stream().map(RunsCommand::row).toList());
      runs.stream()
          .filter(run -> run.setAside().isPresent())
          .forEach(run ->
              screen.line(
                  Span.warn(
                      "%s cannot be opened: gatehouse show %s"
                          .formatted(run.runId(), run.runId()))));
    }
    return ExitCode.YES;
  }

  private static List<String> row(RunView run) {
    return List.of(
        run.runId(),
        run.repository(),
        run.taskId(),
        run.state(),
        run.verdict().orElse("-"),
        run.route().orElse("-"),
        Integer.toString(run.waitingApprovals()),
        run.openedAt());
  }
}
