package dev.gatehouse.bench.load;

import dev.gatehouse.bench.Pause;
import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.FileContent;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.operator.ApprovalView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What an agent's token can be used for against everybody else. */
final class HostileAgents {
  private static final Duration MOMENT = Duration.ofMillis(200);
  private static final String LOCK_FILE = "package-lock.json";
  private static final int REFUSED_ARGUMENT = 1_030_000;
  private static final int RANDOM_FILES = 7;

  private HostileAgents() {}

  static List<Party> all(Target target) {
    return List.of(
        new Rewriter(target),
        new Viewer(target),
        new Refused(target),
        new EventReader(target),
        new Unsealable(target),
        new Waiter(target));
  }

  /** Holds proposals that differ from a large base file in every line. */
  private static final class Rewriter implements Party {
    private final GatehouseClient agent;
    private final Target target;
    private int turn;

    Rewriter(Target target) {
      this.target = target;
      this.agent = target.agent(name());
    }

    @Override
    public String name() {
      return "hostile-rewriter";
    }

    @Override
    public void act() {
      RunClient run = target.inside(agent);
      FileContent base = run.read(LOCK_FILE);
      for (int i = 0; i < 4; i++) {
        turn++;
        String text =
            IntStream.range(0, 150_000)
                .mapToObj(line -> turn + " line " + line + "\n")
                .collect(Collectors.joining());
        target
            .recorder()
            .timed(name(), "file.write", () -> run.write(LOCK_FILE, base.sha256(), text));
      }
      Pause.of(Duration.ofSeconds(20));
      run.submit();
    }
  }

  /** An operator's console that looks at every proposal, again and again. */
  private record Viewer(Target target) implements Party {
    @Override
    public String name() {
      return "operator-viewer";
    }

    @Override
    public void act() {
      for (ApprovalView waiting : target.operator().approvals("WAITING")) {
        target
            .recorder()
            .timed(name(), "approval", () -> target.operator().approval(waiting.approvalId()));
      }
      Pause.of(MOMENT);
    }
  }

  /** Fills journals with refusals of large requests. */
  private static final class Refused implements Party {
    private final GatehouseClient agent;
    private final Target target;
    private final List<RunClient> runs = new ArrayList<>();

    Refused(Target target) {
      this.target = target;
      this.agent = target.agent(name());
    }

    @Override
    public String name() {
      return "hostile-refused";
    }

    @Override
    public void act() {
      if (runs.isEmpty()) {
        runs.add(target.inside(agent));
      }
      target
          .recorder()
          .timed(
              name(),
              "exec.run",
              () -> runs.getFirst().run(CommandRequest.argv("nope", "a".repeat(REFUSED_ARGUMENT))));
    }
  }

  /** Reads whole journals from many threads, sealed ones too. */
  private static final class EventReader implements Party {
    private final GatehouseClient agent;
    private final Target target;
    private String runId = "";

    EventReader(Target target) {
      this.target = target;
      this.agent = target.agent(name());
    }

    @Override
    public String name() {
      return "hostile-events";
    }

    @Override
    public void act() throws InterruptedException {
      if (runId.isEmpty()) {
        OpenedRun opened = target.open(agent);
        RunClient run = agent.inside(opened);
        for (int i = 0; i < 40; i++) {
          try {
            run.run(CommandRequest.argv("nope", "b".repeat(200_000)));
          } catch (RuntimeException e) {
            target.recorder().add(name(), "exec.run", System.nanoTime(), "REFUSED");
          }
        }
        run.submit();
        runId = opened.runId();
      }
      Threads.atOnce(
          12, () -> target.recorder().timed(name(), "events", () -> agent.events(runId, -1, 0)));
    }
  }

  /** Commits as many random bytes as it may, and submits: nothing compresses, all is new. */
  private static final class Unsealable implements Party {
    private final GatehouseClient agent;
    private final Target target;

    Unsealable(Target target) {
      this.target = target;
      this.agent = target.agent(name());
    }

    @Override
    public String name() {
      return "hostile-content";
    }

    @Override
    public void act() {
      RunClient run = target.inside(agent);
      for (int round = 0; round < 3; round++) {
        StringBuilder script = new StringBuilder("true");
        for (int file = 0; file < RANDOM_FILES; file++) {
          script
              .append("; head -c 16000000 /dev/urandom >random-")
              .append(round)
              .append('-')
              .append(file);
        }
        target
            .recorder()
            .timed(name(), "exec.run", () -> run.run(CommandRequest.shell(script.toString())));
      }
      run.submit();
    }
  }

  /** Holds as many calls open as it may: each waits for an event that never comes. */
  private static final class Waiter implements Party {
    private final GatehouseClient agent;
    private final Target target;
    private String runId = "";

    Waiter(Target target) {
      this.target = target;
      this.agent = target.agent(name());
    }

    @Override
    public String name() {
      return "hostile-waiter";
    }

    @Override
    public void act() throws InterruptedException {
      if (runId.isEmpty()) {
        runId = target.open(agent).runId();
      }
      Threads.atOnce(
          200,
          () ->
              target
                  .recorder()
                  .timed(name(), "events", () -> agent.events(runId, 1_000_000, 5_000)));
    }
  }
}
