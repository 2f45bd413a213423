package dev.gatehouse.controlplane.engine;

import dev.gatehouse.sandbox.CommandLine;
import dev.gatehouse.sandbox.CommandOutcome;
import dev.gatehouse.sandbox.Confirmation;
import dev.gatehouse.sandbox.Isolation;
import dev.gatehouse.sandbox.OutputSink;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.syscalls.SyscallObserver;
import dev.gatehouse.syscalls.SyscallObserver.Step;
import java.nio.file.Path;
import java.time.Duration;

/** A command whose run is timed. */
record TimedCommand(PreparedCommand command, SyscallObserver observer) implements PreparedCommand {
  @Override
  public Isolation isolation() {
    return command.isolation();
  }

  @Override
  public CommandOutcome run(CommandLine line, OutputSink sink) {
    long began = System.nanoTime();
    try {
      return command.run(line, sink);
    } finally {
      observer.took(Step.RUN, Duration.ofNanos(System.nanoTime() - began));
    }
  }

  @Override
  public void cancel() {
    command.cancel();
  }

  @Override
  public Path upper() {
    return command.upper();
  }

  @Override
  public void requireUpper() {
    command.requireUpper();
  }

  @Override
  public Confirmation confirm(Duration wait) {
    return command.confirm(wait);
  }

  @Override
  public void close() {
    command.close();
  }
}
