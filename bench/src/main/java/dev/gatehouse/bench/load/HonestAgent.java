package dev.gatehouse.bench.load;

import dev.gatehouse.bench.Pause;
import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunClient;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A run from its opening to its submit, with files, a command and a look at the events. */
final class HonestAgent implements Party {
  /** What a well-behaved client repeats after a moment. */
  private static final Set<String> SHED = Set.of("OVERLOADED", "TOO_MANY_CALLS", "ENGINE_BUSY");

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int TRIES = 60;

  private final String name;
  private final Target target;
  private final GatehouseClient agent;

  HonestAgent(int number, Target target) {
    this.name = "honest-" + number;
    this.target = target;
    this.agent = target.agent(name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void act() {
    OpenedRun opened = call("open", () -> target.open(agent));
    RunClient run = agent.inside(opened);
    for (int i = 0; i < 5; i++) {
      String path = "notes/honest-" + i + ".txt";
      call("file.write", () -> run.write(path, "absent", "A line of text.\n".repeat(64)));
      call("file.read", () -> run.read(path));
      call("dir.list", () -> run.list(Optional.of("notes")));
      Pause.of(PAUSE);
    }
    call("exec.run", () -> run.run(CommandRequest.argv("ls", "-l", "notes")));
    call("events", () -> agent.events(opened.runId(), -1, 0));
    call("submit", run::submit);
    call("show", () -> agent.run(opened.runId()));
  }

  /** A shed call had no effect, so it is sent again; the last failure is the agent's. */
  private <T> T call(String act, Supplier<T> request) {
    for (int attempt = 1; ; attempt++) {
      try {
        return target.recorder().timed(name, act, request);
      } catch (ProblemException problem) {
        if (!SHED.contains(problem.code()) || attempt == TRIES) {
          throw problem;
        }
        Pause.of(PAUSE);
      }
    }
  }
}
