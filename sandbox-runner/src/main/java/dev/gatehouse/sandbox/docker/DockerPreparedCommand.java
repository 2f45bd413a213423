package dev.gatehouse.sandbox.docker;

import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import dev.gatehouse.sandbox.CommandOutcome;
import dev.gatehouse.sandbox.CommandSpec;
import dev.gatehouse.sandbox.ExitConfirmation;
import dev.gatehouse.sandbox.IsolationReport;
import dev.gatehouse.sandbox.OutputSink;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.SandboxErrorCode;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.sandbox.SandboxLimits;
import dev.gatehouse.sandbox.Termination;
import dev.gatehouse.sandbox.starter.ExitFrame;
import dev.gatehouse.sandbox.starter.OutputCaptures;
import dev.gatehouse.sandbox.starter.StartFrame;
import dev.gatehouse.sandbox.starter.StarterReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A starter in its container, attached, without a command until {@link #run}. */
final class DockerPreparedCommand implements PreparedCommand {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int KILLED = 137;

  private final Engine engine;
  private final SandboxLimits limits;
  private final ConfinedContainer container;
  private final ContainerAttachment attachment;
  private final Path upper;
  private final LiveCommandGuard members;
  private final CleanupStack undo;
  private final AtomicBoolean used = new AtomicBoolean();

  /** Why the gateway killed it; the first reason stays. */
  private final AtomicReference<@Nullable Termination> stopped = new AtomicReference<>();

  private volatile int promisedStatus = ExitConfirmation.NONE;

  DockerPreparedCommand(
      Engine engine,
      SandboxLimits limits,
      ConfinedContainer container,
      ContainerAttachment attachment,
      Path upper,
      LiveCommandGuard members,
      CleanupStack undo) {
    this.engine = engine;
    this.limits = limits;
    this.container = container;
    this.attachment = attachment;
    this.upper = upper;
    this.members = members;
    this.undo = undo;
  }

  @Override
  public IsolationReport isolation() {
    return container.isolation();
  }

  @Override
  public CommandOutcome run(CommandSpec line, OutputSink sink) {
    byte[] frame = StartFrame.of(line, limits);
    if (!used.compareAndSet(false, true)) {
      throw new SandboxException(
          SandboxErrorCode.COMMAND_USED,
          "this container has had its command",
          "prepare another command");
    }
    members.take(this);
    OutputCaptures captures = OutputCaptures.of(line);
    StarterReport report = new StarterReport.Broken("it was cancelled before it was sent");
    long began = System.nanoTime();
    try {
      if (stopped.get() == null) {
        container.requireSame(engine);
        began = System.nanoTime();
        report = exchange(frame, line, captures, sink);
      }
      return outcome(report, captures.outputs(), System.nanoTime() - began);
    } finally {
      if (report instanceof StarterReport.Closed || ended()) {
        members.give(this);
      }
    }
  }

  private StarterReport exchange(
      byte[] frame, CommandSpec line, OutputCaptures captures, OutputSink sink) {
    StarterReport report = new StarterReport.Broken("the sink of its output failed");
    try (Watchdog _ = Watchdog.after(line.timeLimit(), () -> stop(new Termination.TimedOut()));
        Watchdog _ = Watchdog.after(line.timeLimit().plus(GRACE), attachment::close)) {
      attachment.send(frame);
      report = StarterReport.read(attachment.output(), captures, line.outputLimitBytes(), sink);
    } catch (IOException e) {
      report = new StarterReport.Broken("the connection to the starter failed: " + e.getMessage());
    } finally {
      if (report instanceof StarterReport.OverLimit) {
        stop(new Termination.OutputLimit());
      } else if (report instanceof StarterReport.Broken(String why)) {
        stop(new Termination.StarterLost(why));
      }
    }
    return report;
  }

  private CommandOutcome outcome(StarterReport report, OutputCaptures.Outputs outputs, long nanos) {
    Duration wall = Duration.ofNanos(nanos);
    return switch (report) {
      case StarterReport.Closed(ExitFrame frame) -> {
        promisedStatus = ExitFrame.exitStatus(frame.ownEnding());
        yield new CommandOutcome(
            Objects.requireNonNullElseGet(stopped.get(), () -> ending(frame, outputs)),
            outputs.stdout(),
            outputs.stderr(),
            outputs.judgement(),
            wall,
            frame.cpuMicros(),
            frame.peakRssKib(),
            frame.oomKills());
      }
      case StarterReport.OverLimit(), StarterReport.Broken _ ->
          new CommandOutcome(
              Objects.requireNonNull(stopped.get()),
              outputs.stdout(),
              outputs.stderr(),
              outputs.judgement(),
              wall,
              0,
              0,
              0);
    };
  }

  private static Termination ending(ExitFrame frame, OutputCaptures.Outputs outputs) {
    if (!frame.agreesWith(outputs.stdout(), outputs.stderr(), outputs.judgement())) {
      return new Termination.StarterLost(
          "its counts and digests are not those of what was received");
    }
    return frame.oomKills() > 0 ? new Termination.OutOfMemory() : frame.ownEnding();
  }

  /** Kills by container id. Should the engine hang, the connection is closed after a grace. */
  private void stop(Termination why) {
    if (stopped.compareAndSet(null, why)) {
      try (Watchdog _ = Watchdog.after(GRACE, attachment::close)) {
        engine.kill(container.id());
      } catch (SandboxException e) {
        attachment.close();
      }
    }
  }

  private boolean ended() {
    try {
      return engine.awaitEnd(container.id(), GRACE);
    } catch (SandboxException e) {
      return false;
    }
  }

  @Override
  public void cancel() {
    stop(new Termination.Cancelled());
  }

  @Override
  public Path upper() {
    return upper;
  }

  @Override
  public ExitConfirmation confirm(Duration wait) {
    boolean ended = engine.awaitEnd(container.id(), wait);
    Optional<ContainerState> state = engine.container(container.id()).map(c -> c.getState());
    if (!ended || state.filter(s -> Boolean.FALSE.equals(s.getRunning())).isEmpty()) {
      return new ExitConfirmation(
          false,
          ExitConfirmation.NONE,
          false,
          container.isolation().startedAt(),
          "",
          promisedStatus);
    }
    ContainerState end = state.get();
    int exitCode = Objects.requireNonNull(end.getExitCodeLong()).intValue();
    return new ExitConfirmation(
        true,
        exitCode,
        Boolean.TRUE.equals(end.getOOMKilled()),
        EngineResponses.orUnknown(end.getStartedAt()),
        EngineResponses.orUnknown(end.getFinishedAt()),
        expectedStatus(exitCode));
  }

  private int expectedStatus(int exitCode) {
    Termination why = stopped.get();
    if (promisedStatus == ExitConfirmation.NONE) {
      return why == null || why instanceof Termination.StarterLost ? ExitConfirmation.NONE : KILLED;
    }
    return why != null && exitCode == KILLED ? KILLED : promisedStatus;
  }

  @Override
  public void close() {
    undo.close();
    members.leave(this);
  }
}
