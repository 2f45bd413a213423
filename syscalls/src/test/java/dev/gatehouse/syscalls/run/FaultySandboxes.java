package dev.gatehouse.syscalls.run;

import dev.gatehouse.sandbox.CleanupResult;
import dev.gatehouse.sandbox.CommandOutcome;
import dev.gatehouse.sandbox.CommandSpec;
import dev.gatehouse.sandbox.EndedCommand;
import dev.gatehouse.sandbox.EngineFacts;
import dev.gatehouse.sandbox.EngineSettings;
import dev.gatehouse.sandbox.ExitConfirmation;
import dev.gatehouse.sandbox.IsolationReport;
import dev.gatehouse.sandbox.NetworkAttempts;
import dev.gatehouse.sandbox.OutputSink;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.RunSandboxSpec;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.sandbox.SandboxImage;
import dev.gatehouse.sandbox.docker.DockerSandboxEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The real engine, at which a test can let something happen just after a command has run. */
final class FaultySandboxes implements SandboxEngine {
  private final SandboxEngine engine = DockerSandboxEngine.connect(EngineSettings.usual());

  /** Happens at the next question for an image, and again at each. */
  volatile Runnable onImage = FaultySandboxes::nothing;

  /** Happens once, when the next command has run and before the gateway hears of it. */
  volatile Runnable afterCommand = FaultySandboxes::nothing;

  /** What is reported instead of each outcome. */
  volatile UnaryOperator<CommandOutcome> report = outcome -> outcome;

  /** Happens before each question how a command ended. */
  volatile Runnable beforeConfirmation = FaultySandboxes::nothing;

  private static void nothing() {}

  @Override
  public EngineFacts facts() {
    return engine.facts();
  }

  @Override
  public SandboxImage image(String reference) {
    onImage.run();
    return engine.image(reference);
  }

  @Override
  public RunSandbox open(RunSandboxSpec spec) {
    RunSandbox sandbox = engine.open(spec);
    return new RunSandbox() {
      @Override
      public PreparedCommand prepare(String commandId, Path lower) {
        return shaky(sandbox.prepare(commandId, lower));
      }

      @Override
      public NetworkAttempts networkAttempts() {
        return sandbox.networkAttempts();
      }

      @Override
      public void close() {
        sandbox.close();
      }
    };
  }

  private PreparedCommand shaky(PreparedCommand command) {
    return new PreparedCommand() {
      @Override
      public IsolationReport isolation() {
        return command.isolation();
      }

      @Override
      public CommandOutcome run(CommandSpec line, OutputSink sink) {
        CommandOutcome outcome = command.run(line, sink);
        Runnable happening = afterCommand;
        afterCommand = FaultySandboxes::nothing;
        happening.run();
        return report.apply(outcome);
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
      public ExitConfirmation confirm(Duration wait) {
        beforeConfirmation.run();
        return command.confirm(wait);
      }

      @Override
      public void close() {
        command.close();
      }
    };
  }

  @Override
  public CleanupResult reap(String owner, Predicate<String> keptRun) {
    return engine.reap(owner, keptRun);
  }

  @Override
  public CleanupResult reapRun(String owner, String run) {
    return engine.reapRun(owner, run);
  }

  @Override
  public Optional<EndedCommand> ended(String owner, String run, String commandId, Duration wait) {
    return engine.ended(owner, run, commandId, wait);
  }

  @Override
  public void close() {
    engine.close();
  }
}
