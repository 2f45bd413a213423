package dev.gatehouse.cli.demo;

import dev.gatehouse.cli.remote.OperatorSetup;
import dev.gatehouse.cli.replay.GitHead;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunRequest;
import java.nio.file.Path;

/** The operator prepares, the agent opens a run. */
final class SetUpStep {
  private static final String PLAN = "python3 -P -m pytest tests";

  private SetUpStep() {}

  /**
   * Plays it.
   *
   * @param worker name of the agent identity that is made
   */
  static DemoSession play(
      DemoTranscript transcript, GatehouseClient operator, Path repository, String worker) {
    transcript.scene("1. An operator prepares");
    OperatorSetup setup = new OperatorSetup(operator);
    transcript.asks("operator", "register " + repository);
    String name = setup.repository(repository).name();
    transcript.done("repository " + name + "; from now on it is known by this name only");
    transcript.asks("operator", "profile: default, and a plan that verifies with: " + PLAN);
    String profile = setup.profile("default", "tests", PLAN);
    transcript.done("profile " + profile);
    transcript.asks("operator", "an identity for the agent, for this repository and profile");
    GatehouseClient agent = setup.agent(worker, name, profile);
    transcript.done("agent " + worker);

    transcript.scene("2. The agent opens a run");
    String branch = GitHead.of(repository);
    RunRequest.Task task =
        new RunRequest.Task(
            worker, "A parcel of exactly 2000 g is charged as if it weighed more. Fix it.");
    transcript.asks("agent", "task: " + task.text());
    OpenedRun opened = agent.openRun(new RunRequest(name, branch, task, profile));
    transcript.done(
        "run " + opened.runId() + ", a workspace of its own at " + opened.base().gitCommit());
    return new DemoSession(operator, opened, agent.inside(opened), branch);
  }
}
