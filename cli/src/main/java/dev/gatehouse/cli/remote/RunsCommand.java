package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Column;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.client.RunQuery;
import dev.gatehouse.client.RunView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "runs",
    description = "Lists the runs, newest first. Conditions add up.",
    footer = {"", "Example: gatehouse runs --agent builder --verdict FAILED --limit 50"},
    mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.id("RUN"),
          Column.name("REPOSITORY", 10),
          Column.name("TASK", 8),
          Column.fixed("STATE"),
          Column.fixed("NEXT"),
          Column.fixed("OPENED"));

  private final Screen screen;
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--limit", paramLabel = "N", description = "at most this many (default: 20)")
  private int limit = 20;

  @Option(names = "--after", paramLabel = "RUN", description = "those that are older than this run")
  private Optional<String> after = Optional.empty();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description =
          "OPENING, SET_ASIDE, OPEN, WAITING_FOR_APPROVALS, VERIFYING, SEALING, BROKEN or SEALED")
  private Optional<String> state = Optional.empty();

  @Option(names = "--repository", paramLabel = "NAME", description = "of this repository")
  private Optional<String> repository = Optional.empty();

  @Option(names = "--task", paramLabel = "ID", description = "of this task")
  private Optional<String> task = Optional.empty();

  @Option(names = "--agent", paramLabel = "NAME", description = "of this agent")
  private Optional<String> agent = Optional.empty();

  @Option(
      names = "--verdict",
      paramLabel = "VERDICT",
      description = "sealed as PASSED, FAILED or NONE")
  private Optional<String> verdict = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "opened then or later, such as 2026-01-02T03:04:05Z")
  private Optional<String> from = Optional.empty();

  @Option(names = "--until", paramLabel = "TIME", description = "opened before then")
  private Optional<String> until = Optional.empty();

  @Option(names = "--json", description = "as JSON")
  private boolean json;

  RunsCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    RunQuery query =
        new RunQuery(state, repository, task, agent, verdict, from, until, Optional.empty(), after);
    List<RunView> runs = server.client().runs(query, limit);
    if (json) {
      screen.document(JsonDocument.of(runs));
    } else if (runs.isEmpty() && !query.equals(RunQuery.ALL)) {
      screen.line("No run matches these conditions.");
    } else if (runs.isEmpty()) {
      screen.line("No runs yet. An agent opens one with POST /v1/runs; ./gatehouse demo shows it.");
    } else {
      screen.table(COLUMNS, runs.stream().map(RunsCommand::row).toList());
      runs.stream()
          .filter(run -> run.setAside().isPresent())
          .forEach(run ->
              screen.line(
                  StyledText.warn(
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
        state(run),
        run.mergedBranch().map(_ -> "-").or(run::route).orElse("-"),
        Identifiers.minute(run.openedAt()));
  }

  /** What a sealed run came to; of others the state, with how many changes wait. */
  private static String state(RunView run) {
    if (run.mergedBranch().isPresent()) {
      return "MERGED";
    }
    if (run.waitingApprovals() > 0) {
      return "WAITING " + run.waitingApprovals();
    }
    return run.verdict()
        .flatMap(verdict -> verdict.equals("NONE") ? run.status() : Optional.of(verdict))
        .orElse(run.state());
  }
}
