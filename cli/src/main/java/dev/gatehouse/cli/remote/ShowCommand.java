package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Counted;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.RunDetails;
import dev.gatehouse.client.RunDetails.RunEnd;
import dev.gatehouse.client.RunDetails.TaskText;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.ShownRun;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = {
      "Shows one run: its state, why it ended, what failed, its task, the paths that it changed,",
      "what it was refused and what operators decided."
    },
    footer = {"", "Example: gatehouse show r-01m7"},
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  private static final int TASK_LINES = 10;
  private static final int PATHS = 20;

  private final Screen screen;
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "RUN", description = "the run's id, or the beginning of it")
  private String run = "";

  @Option(names = "--json", description = "the gateway's answer as JSON")
  private boolean json;

  ShowCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    GatehouseClient client = server.client();
    String runId = IdLookup.run(client, run);
    ShownRun shown = client.shownRun(runId);
    if (json) {
      screen.document(JsonDocument.of(shown.json()));
      return ExitCode.YES;
    }
    head(shown.run(), shown.details());
    FoundByGates.lines(shown.run()).forEach(screen::line);
    Failures.show(screen, shown.details());
    facts(shown.run(), shown.details());
    shown.details().task().ifPresent(this::task);
    if (!unopened(shown.run())) {
      ChangedPaths.show(screen, client, runId, PATHS);
      Decisions.show(screen, client, runId);
    }
    next(shown.run());
    return ExitCode.YES;
  }

  private static boolean unopened(RunView run) {
    return run.state().equals("OPENING") || run.state().equals("SET_ASIDE");
  }

  private void head(RunView view, RunDetails details) {
    screen.line(StyledText.strong(view.runId()), StyledText.plain("  " + view.state()));
    details.ended().ifPresent(end -> fact("ended because", end.because() + ": " + end.sentence()));
    fact("cancelled by", details.ended().flatMap(RunEnd::cancelled).map(ShowCommand::canceller));
    fact("verdict", view.verdict());
    fact("next", view.route());
  }

  private static String canceller(RunDetails.Canceller cancelled) {
    return "%s %s: %s"
        .formatted(
            cancelled.role().toLowerCase(Locale.ROOT),
            cancelled.by(),
            cancelled.untrusted().lenientText());
  }

  private void facts(RunView view, RunDetails details) {
    fact("repository", view.repository());
    fact("agent", view.agent());
    fact("profile", view.profile());
    fact("base commit", view.baseCommit());
    fact("opened", view.openedAt());
    fact("lease until", details.lease().map(RunDetails.HeldLease::expiresAt));
    fact("open until", details.endsAt());
    fact("limits", details.limits().map(ShowCommand::limits));
    fact("ended", view.endedAt());
    fact("result tree", view.resultTree());
    fact("seal", view.sealSha256());
    fact("folder", view.folder());
    fact("merged branch", view.mergedBranch());
    fact("merged commit", view.mergedCommit());
    fact("task", view.taskId());
  }

  /** Those that an agent meets by waiting. */
  private static String limits(Map<String, Long> limits) {
    return "run %s s, command %s s, lease %s s, approval %s s"
        .formatted(
            limits.getOrDefault("runSeconds", 0L),
            limits.getOrDefault("commandSeconds", 0L),
            limits.getOrDefault("leaseSeconds", 0L),
            limits.getOrDefault("approvalSeconds", 0L));
  }

  private void task(TaskText task) {
    List<String> lines = task.untrusted().lenientText().lines().toList();
    lines.stream()
        .limit(TASK_LINES)
        .forEach(line -> screen.line(StyledText.faint("    | "), StyledText.plain(line)));
    if (task.truncated() || lines.size() > TASK_LINES) {
      screen.line(StyledText.faint("    and more"));
    }
  }

  private void next(RunView view) {
    view.setAside()
        .ifPresent(why -> {
          fact("set aside", why.code() + why.reason().map(": "::concat).orElse(""));
          screen.line(
              StyledText.warn("  its folder is kept: remove the cause, then gatehouse reconcile"));
        });
    if (view.waitingApprovals() > 0) {
      screen.line(
          StyledText.warn(
              "  %s: gatehouse approvals"
                  .formatted(
                      Counted.of(view.waitingApprovals(), "proposal waits", "proposals wait"))));
    }
  }

  private void fact(String name, Optional<String> value) {
    value.ifPresent(text -> fact(name, text));
  }

  private void fact(String name, String text) {
    screen.line(StyledText.faint(String.format("  %-14s", name)), StyledText.plain(text));
  }
}
