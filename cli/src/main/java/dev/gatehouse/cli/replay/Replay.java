package dev.gatehouse.cli.replay;

import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunRequest;
import dev.gatehouse.client.RunView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The worker: sends one command after the other, as an agent would, then submits. */
final class Replay {
  private static final int FORBIDDEN = 403;

  private final Screen screen;
  private final GatehouseClient operator;
  private final GatehouseClient agent;
  private final Sleeper pace;
  private final Duration think;
  private final Duration patience;

  Replay(
      Screen screen,
      GatehouseClient operator,
      GatehouseClient agent,
      Sleeper pace,
      Duration think,
      Duration patience) {
    this.screen = screen;
    this.operator = operator;
    this.agent = agent;
    this.pace = pace;
    this.think = think;
    this.patience = patience;
  }

  ReplayReport replay(RunRequest request, List<RecordedStep> script) {
    OpenedRun opened = agent.openRun(request);
    screen.line(
        StyledText.strong("run " + opened.runId()),
        StyledText.plain(
            " on "
                + request.repository()
                + " at "
                + opened.base().gitCommit()
                + ", profile "
                + request.profile()));
    RunClient run = agent.inside(opened);
    List<StepResult> results = new ArrayList<>();
    for (RecordedStep step : script) {
      screen.bar(results.size(), script.size(), firstLine(step.command()));
      StepResult result = send(run, step);
      StepLine.show(screen, script.size(), result);
      results.add(result);
      pace.pause(think);
    }
    run.submit();
    RunView sealed =
        new SealWaiter(operator, pace, patience).sealed(opened.runId(), this::tellState);
    return new ReplayReport(sealed, results, ChangedFiles.of(operator, opened.runId()));
  }

  /** A denial is a result like any other; whatever else is refused ends the replay. */
  private static StepResult send(RunClient run, RecordedStep step) {
    try {
      return StepResult.of(step, run.run(CommandRequest.shell(step.command())));
    } catch (ProblemException problem) {
      if (problem.status() != FORBIDDEN) {
        throw problem;
      }
      return StepResult.of(step, problem);
    }
  }

  private void tellState(RunView run) {
    switch (run.state()) {
      case "WAITING_FOR_APPROVALS" -> {
        screen.line(
            StyledText.warn(
                "submitted; "
                    + run.waitingApprovals()
                    + " held proposals wait for an operator, a replay decides none"));
        screen.line("  next: gatehouse approvals, then gatehouse approve ID or deny ID");
      }
      case "VERIFYING" -> screen.line("submitted; the verifier runs the plan");
      default -> {
        // OPEN and SEALED need no word: the lines before and after say it.
      }
    }
  }

  static String firstLine(String command) {
    return command.lines().findFirst().orElse("");
  }
}
