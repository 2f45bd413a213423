package dev.gatehouse.golden;

import dev.gatehouse.client.EventPage;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunRequest;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.operator.AgentRequest;
import dev.gatehouse.client.operator.ProfileRequest;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.evidence.report.VerifiedStep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * A repository that a gateway knows, and one agent that may work on it.
 *
 * @param origin the repository
 * @param name its name at the gateway
 * @param profile the profile that the agent may name
 * @param agentToken the agent's token
 */
record RegisteredRepository(
    Gateway gateway, Repository origin, String name, String profile, String agentToken) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration CONFIRMED_WITHIN = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private static final int OPEN_RUNS = 200;

  /** Registers the repository, and an agent for it under a profile that is there. */
  static RegisteredRepository under(Gateway gateway, Repository origin, String profile) {
    String name = fresh("repository");
    gateway.operator().addRepository(name, origin.directory().toString());
    return new RegisteredRepository(gateway, origin, name, profile, agent(gateway, name, profile));
  }

  /** Registers the repository, and an agent under the shipped profile with one step in its plan. */
  static RegisteredRepository verifiedBy(Gateway gateway, Repository origin, String shell) {
    return under(gateway, origin, derived(gateway, shell));
  }

  /** The same repository, with another agent under another profile. */
  RegisteredRepository withProfile(String other) {
    return new RegisteredRepository(gateway, origin, name, other, agent(gateway, name, other));
  }

  /** The shipped profile with one step in its plan; the new profile's name. */
  static String derived(Gateway gateway, String shell) {
    ProfileRequest.Step step = new ProfileRequest.Step("tests", shell, OptionalInt.empty());
    return gateway
        .operator()
        .addProfile(new ProfileRequest(fresh("profile"), "contained", List.of(step)))
        .name();
  }

  /** A name that nothing has. */
  static String fresh(String kind) {
    return kind + "-" + UUID.randomUUID();
  }

  /** The API, as the agent. */
  GatehouseClient agent() {
    return gateway.operator().as(agentToken);
  }

  /** Opens a run from {@code main}. */
  OpenedRun open() {
    return agent().openRun(request());
  }

  /** What the agent asks for to open a run from {@code main}. */
  RunRequest request() {
    return new RunRequest(name, "main", new RunRequest.Task(fresh("task"), "Mend it."), profile);
  }

  /** Submits the run, and returns it when it is sealed. */
  RunView sealed(OpenedRun run) {
    agent().inside(run).submit();
    return awaitSeal(run.runId());
  }

  /** The run, as soon as it is sealed. */
  RunView awaitSeal(String runId) {
    return await(runId, RunView::sealed);
  }

  /** The run, as soon as it is so. */
  RunView await(String runId, Predicate<RunView> state) {
    GatehouseClient operator = gateway.operator();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      RunView view = operator.run(runId);
      if (state.test(view)) {
        return view;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the run stays " + view + "\n" + gateway.log());
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  /**
   * Returns when the engine has confirmed the run's one command: that line comes after the answer.
   */
  void awaitConfirmation(String runId) {
    EventPage page = gateway.operator().events(runId, -1, 0);
    while (page.events().stream()
        .noneMatch(event -> event.path("kind").asString().equals("call.confirmed"))) {
      long last = page.last();
      page = gateway.operator().events(runId, last, CONFIRMED_WITHIN.toMillis());
      if (page.last() == last) {
        throw new AssertionError("the engine confirms no command of " + runId);
      }
    }
  }

  /** Where a sealed run's folder lies. */
  static Path folder(RunView run) {
    return Path.of(run.folder().orElseThrow());
  }

  /** The exit code of each step that the verifier of a sealed run ran. */
  static List<Long> exitCodes(RunView run) {
    return RunEvidence.read(folder(run)).verifierReport().orElseThrow().steps().stream()
        .map(VerifiedStep::exitCode)
        .toList();
  }

  /** The codes of everything that the gates found in a sealed run, notes too. */
  static List<String> findings(RunView run) {
    byte[] report = RunEvidence.read(folder(run)).gateReport().orElseThrow();
    return StrictJson.readCanonical(report).objects("results").stream()
        .flatMap(result -> result.objects("findings").stream())
        .map(finding -> finding.string("code"))
        .distinct()
        .toList();
  }

  private static String agent(Gateway gateway, String repository, String profile) {
    return gateway
        .operator()
        .addAgent(
            new AgentRequest(fresh("agent"), List.of(repository), List.of(profile), OPEN_RUNS))
        .token();
  }
}
