package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Counted;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.Span;
import dev.gatehouse.client.RunView;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "One run.", mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  private final Screen screen;
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "RUN", description = "the run's id")
  private String runId = "";

  @Option(names = "--json", description = "as JSON")
  private boolean json;

  ShowCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    RunView run = server.client().run(runId);
    if (json) {
      screen.document(JsonDocument.of(run));
      return ExitCode.YES;
    }
    screen.line(Span.strong(run.runId()), Span.plain("  " + run.state()));
    fact("repository", Optional.of(run.repository()));
    fact("task", Optional.of(run.taskId()));
    fact("agent", Optional.of(run.agent()));
    fact("profile", Optional.of(run.profile()));
    fact("base commit", Optional.of(run.baseCommit()));
    fact("opened", Optional.of(run.openedAt()));
    fact("ended", run.endedAt());
    fact("verdict", run.verdict());
    fact("route", run.route());
    FoundByGates.lines(run).forEach(screen::line);
    fact("result tree", run.resultTree());
    fact("seal", run.sealSha256());
    fact("folder", run.folder());
    fact("merged branch", run.mergedBranch());
    fact("merged commit", run.mergedCommit());
    run.setAside()
        .ifPresent(why -> {
          fact("set aside", Optional.of(why.code() + why.reason().map(": "::concat).orElse("")));
          screen.line(Span.warn("  its folder is kept: mend the cause, then gatehouse reconcile"));
        });
    if (run.waitingApprovals() > 0) {
      screen.line(
          Span.warn(
              "  %s: gatehouse approvals"
                  .formatted(
                      Counted.of(run.waitingApprovals(), "proposal waits", "proposals wait"))));
    }
    return ExitCode.YES;
  }

  private void fact(String name, Optional<String> value) {
    value.ifPresent(
        text -> screen.line(Span.faint(String.format("  %-14s", name)), Span.plain(text)));
  }
}
