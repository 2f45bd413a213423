package dev.gatehouse.syscalls;

import dev.gatehouse.sandbox.CommandLine;
import dev.gatehouse.sandbox.CommandOutcome;
import dev.gatehouse.sandbox.Confirmation;
import dev.gatehouse.sandbox.EndedCommand;
import dev.gatehouse.sandbox.EngineFacts;
import dev.gatehouse.sandbox.EngineSettings;
import dev.gatehouse.sandbox.Isolation;
import dev.gatehouse.sandbox.NetworkAttempts;
import dev.gatehouse.sandbox.OutputSink;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.Reaped;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.RunSandboxSpec;
import dev.gatehouse.sandbox.SandboxImage;
import dev.gatehouse.sandbox.Sandboxes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The real engine, at which a test can let something happen just after a command has run. */
final class ShakySandboxes implements Sandboxes {
  private final Sandboxes engine = Sandboxes.connect(EngineSettings.usual());

  /** Happens at the next question for an image, and again at each. */
  volatile Runnable onImage = ShakySandboxes::nothing;

  /** Happens once, when the next command has run and before the gateway hears of it. */
  volatile Runnable afterCommand = ShakySandboxes::nothing;

  /** What is reported instead of each outcome. */
  volatile UnaryOperator<CommandOutcome> report = outcome -> outcome;

  /** Happens before each question how a command ended. */
  volatile Runnable beforeConfirmation = ShakySandboxes::nothing;

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
      public Isolation isolation() {
        return command.isolation();
      }

      @Override
      public CommandOutcome run(CommandLine line, OutputSink sink) {
        CommandOutcome outcome = command.run(line, sink);
        Runnable happening = afterCommand;
        afterCommand = ShakySandboxes::nothing;
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
      public Confirmation confirm(Duration wait) {
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
  public Reaped reap(String owner, Predicate<String> keptRun) {
    return engine.reap(owner, keptRun);
  }

  @Override
  public Reaped reapRun(String owner, String run) {
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
