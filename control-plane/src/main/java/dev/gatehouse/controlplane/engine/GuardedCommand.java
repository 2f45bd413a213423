package dev.gatehouse.controlplane.engine;

import dev.gatehouse.sandbox.CommandOutcome;
import dev.gatehouse.sandbox.CommandSpec;
import dev.gatehouse.sandbox.ExitConfirmation;
import dev.gatehouse.sandbox.IsolationReport;
import dev.gatehouse.sandbox.OutputSink;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.syscalls.SyscallObserver;
import dev.gatehouse.syscalls.SyscallObserver.Step;
import java.nio.file.Path;
import java.time.Duration;

/** A command whose calls of the engine pass a guard, and whose run is timed. */
record GuardedCommand(PreparedCommand command, EngineGuard guard, SyscallObserver observer)
    implements PreparedCommand {
  @Override
  public IsolationReport isolation() {
    return command.isolation();
  }

  @Override
  public CommandOutcome run(CommandSpec line, OutputSink sink) {
    long began = System.nanoTime();
    try {
      return guard.command(() -> command.run(line, sink));
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
  public ExitConfirmation confirm(Duration wait) {
    return guard.call(() -> command.confirm(wait));
  }

  @Override
  public void close() {
    command.close();
  }
}
