package dev.gatehouse.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * An engine without containers, for tests of what stands on one: a "command" is Java code that
 * writes into its upper directory. It confines nothing. Deletions and opaque directories are made
 * by {@link FakeLayer}. Needs neither root nor Docker.
 */
public final class FakeSandboxEngine implements SandboxEngine {
  private final Path directory;
  private final AtomicInteger made = new AtomicInteger();

  /**
   * What each command does; what it throws as a {@link SandboxException} is the engine's answer.
   */
  public volatile Command command = (line, upper) -> new Termination.Exited(0);

  /** Thrown where a container is prepared, if it gives something. */
  public volatile Supplier<Optional<SandboxException>> onPrepare = Optional::empty;

  /** Called where a command is cancelled; whatever it does ends {@link #command}. */
  public volatile Runnable onCancel = () -> {};

  /** Thrown where the engine is asked how a command ended, if it gives something. */
  public volatile Supplier<Optional<SandboxException>> onConfirm = Optional::empty;

  /** What a command does. */
  public interface Command {
    /**
     * Runs.
     *
     * @param upper where it writes, as an overlay's upper layer
     */
    Termination run(CommandSpec line, Path upper) throws IOException;
  }

  /**
   * An engine that keeps its layers below a directory.
   *
   * @param directory exists
   */
  public FakeSandboxEngine(Path directory) {
    this.directory = directory;
  }

  /** How many containers were prepared. */
  public int prepared() {
    return made.get();
  }

  @Override
  public EngineFacts facts() {
    throw new UnsupportedOperationException("a fake engine has no facts");
  }

  @Override
  public SandboxImage image(String reference) {
    return new SandboxImage("sha256:" + "0".repeat(64), Map.of());
  }

  @Override
  public RunSandbox open(RunSandboxSpec spec) {
    return new RunSandbox() {
      @Override
      public PreparedCommand prepare(String commandId, Path lower) {
        throwIf(onPrepare);
        return new FakeCommand(layer());
      }

      @Override
      public NetworkAttempts networkAttempts() {
        return new NetworkAttempts(0, NetworkAttempts.IPV4_ONLY);
      }

      @Override
      public void close() {}
    };
  }

  private Path layer() {
    try {
      return Files.createDirectory(directory.resolve("upper-" + made.incrementAndGet()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void throwIf(Supplier<Optional<SandboxException>> failure) {
    Optional<SandboxException> thrown = failure.get();
    if (thrown.isPresent()) {
      throw thrown.get();
    }
  }

  @Override
  public CleanupResult reap(String owner, Predicate<String> keptRun) {
    return new CleanupResult(0, 0);
  }

  @Override
  public CleanupResult reapRun(String owner, String run) {
    return new CleanupResult(0, 0);
  }

  @Override
  public Optional<EndedCommand> ended(String owner, String run, String commandId, Duration wait) {
    return Optional.empty();
  }

  @Override
  public void close() {}

  private final class FakeCommand implements PreparedCommand {
    private final Path upper;

    FakeCommand(Path upper) {
      this.upper = upper;
    }

    @Override
    public IsolationReport isolation() {
      return new IsolationReport("container", "image", "2026-01-01T00:00:00Z", List.of(), 0);
    }

    @Override
    public CommandOutcome run(CommandSpec line, OutputSink sink) {
      try {
        Termination ending = command.run(line, upper);
        Output nothing = new Output(new byte[0], 0, sha256(new byte[0]), false);
        return new CommandOutcome(
            ending, nothing, nothing, Optional.empty(), Duration.ofMillis(1), 0, 0, 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void cancel() {
      onCancel.run();
    }

    @Override
    public Path upper() {
      return upper;
    }

    @Override
    public ExitConfirmation confirm(Duration wait) {
      throwIf(onConfirm);
      return new ExitConfirmation(true, 0, false, "", "", 0);
    }

    @Override
    public void close() {}
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
