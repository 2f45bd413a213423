package dev.gatehouse.bench.load;

import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunRequest;
import dev.gatehouse.client.operator.AgentRequest;
import java.util.List;
import java.util.UUID;

/**
 * The gateway under load, with the repository that the parties work on.
 *
 * @param operator the API, as an operator
 * @param repository the repository's name there
 */
record Target(GatehouseClient operator, String repository, Recorder recorder) {
  private static final int OPEN_RUNS = 4;

  /** A new agent identity of its own, with the default number of open runs. */
  GatehouseClient agent(String name) {
    String token =
        operator
            .addAgent(
                new AgentRequest(
                    name + "-" + UUID.randomUUID(),
                    List.of(repository),
                    List.of("default"),
                    OPEN_RUNS))
            .token();
    return operator.as(token);
  }

  OpenedRun open(GatehouseClient agent) {
    return agent.openRun(
        new RunRequest(
            repository,
            "HEAD",
            new RunRequest.Task("load-" + UUID.randomUUID(), "Work."),
            "default"));
  }

  RunClient inside(GatehouseClient agent) {
    return agent.inside(open(agent));
  }
}
