package dev.gatehouse.sandbox;

import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A starter in its container, attached, without a command until {@link #run}. */
final class EngineCommand implements PreparedCommand {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int KILLED = 137;

  private final Engine engine;
  private final SandboxLimits limits;
  private final Confined container;
  private final Attachment attachment;
  private final Path upper;
  private final Members members;
  private final Undo undo;
  private final AtomicBoolean used = new AtomicBoolean();

  /** Why the gateway killed it; the first reason stays. */
  private final AtomicReference<@Nullable Ending> stopped = new AtomicReference<>();

  private volatile int promisedStatus = Confirmation.NONE;

  EngineCommand(
      Engine engine,
      SandboxLimits limits,
      Confined container,
      Attachment attachment,
      Path upper,
      Members members,
      Undo undo) {
    this.engine = engine;
    this.limits = limits;
    this.container = container;
    this.attachment = attachment;
    this.upper = upper;
    this.members = members;
    this.undo = undo;
  }

  @Override
  public Isolation isolation() {
    return container.isolation();
  }

  @Override
  public CommandOutcome run(CommandLine line, OutputSink sink) {
    byte[] frame = OpeningFrame.of(line, limits);
    if (!used.compareAndSet(false, true)) {
      throw new SandboxException(
          SandboxErrorCode.COMMAND_USED,
          "this container has had its command",
          "prepare another command");
    }
    members.take(this);
    Captures captures = Captures.of(line);
    Report report = new Report.Broken("it was cancelled before it was sent");
    long began = System.nanoTime();
    try {
      if (stopped.get() == null) {
        container.requireSame(engine);
        began = System.nanoTime();
        report = exchange(frame, line, captures, sink);
      }
      return outcome(report, captures.outputs(), System.nanoTime() - began);
    } finally {
      if (report instanceof Report.Closed || ended()) {
        members.give(this);
      }
    }
  }

  private Report exchange(byte[] frame, CommandLine line, Captures captures, OutputSink sink) {
    Report report = new Report.Broken("the sink of its output failed");
    try (Deadline _ = Deadline.after(line.timeLimit(), () -> stop(new Ending.TimedOut()));
        Deadline _ = Deadline.after(line.timeLimit().plus(GRACE), attachment::close)) {
      attachment.send(frame);
      report = Report.read(attachment.output(), captures, line.outputLimitBytes(), sink);
    } catch (IOException e) {
      report = new Report.Broken("the connection to the starter failed: " + e.getMessage());
    } finally {
      if (report instanceof Report.OverLimit) {
        stop(new Ending.OutputLimit());
      } else if (report instanceof Report.Broken(String why)) {
        stop(new Ending.StarterLost(why));
      }
    }
    return report;
  }

  private CommandOutcome outcome(Report report, Captures.Outputs outputs, long nanos) {
    Duration wall = Duration.ofNanos(nanos);
    return switch (report) {
      case Report.Closed(ClosingFrame frame) -> {
        promisedStatus = ClosingFrame.exitStatus(frame.ownEnding());
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
      case Report.OverLimit(), Report.Broken _ ->
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

  private static Ending ending(ClosingFrame frame, Captures.Outputs outputs) {
    if (!frame.agreesWith(outputs.stdout(), outputs.stderr(), outputs.judgement())) {
      return new Ending.StarterLost("its counts and digests are not those of what was received");
    }
    return frame.oomKills() > 0 ? new Ending.OutOfMemory() : frame.ownEnding();
  }

  /** Kills by container id. Should the engine hang, the connection is closed after a grace. */
  private void stop(Ending why) {
    if (stopped.compareAndSet(null, why)) {
      try (Deadline _ = Deadline.after(GRACE, attachment::close)) {
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
    stop(new Ending.Cancelled());
  }

  @Override
  public Path upper() {
    return upper;
  }

  @Override
  public Confirmation confirm(Duration wait) {
    boolean ended = engine.awaitEnd(container.id(), wait);
    Optional<ContainerState> state = engine.container(container.id()).map(c -> c.getState());
    if (!ended || state.filter(s -> Boolean.FALSE.equals(s.getRunning())).isEmpty()) {
      return new Confirmation(
          false, Confirmation.NONE, false, container.isolation().startedAt(), "", promisedStatus);
    }
    ContainerState end = state.get();
    int exitCode = Objects.requireNonNull(end.getExitCodeLong()).intValue();
    return new Confirmation(
        true,
        exitCode,
        Boolean.TRUE.equals(end.getOOMKilled()),
        EngineAnswers.orUnknown(end.getStartedAt()),
        EngineAnswers.orUnknown(end.getFinishedAt()),
        expectedStatus(exitCode));
  }

  private int expectedStatus(int exitCode) {
    Ending why = stopped.get();
    if (promisedStatus == Confirmation.NONE) {
      return why == null || why instanceof Ending.StarterLost ? Confirmation.NONE : KILLED;
    }
    return why != null && exitCode == KILLED ? KILLED : promisedStatus;
  }

  @Override
  public void close() {
    undo.close();
    members.leave(this);
  }
}
