package dev.gatehouse.controlplane.engine;

import dev.gatehouse.sandbox.CleanupResult;
import dev.gatehouse.sandbox.EndedCommand;
import dev.gatehouse.sandbox.EngineFacts;
import dev.gatehouse.sandbox.NetworkAttempts;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.RunSandboxSpec;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.sandbox.SandboxImage;
import dev.gatehouse.syscalls.SyscallObserver;
import dev.gatehouse.syscalls.SyscallObserver.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sandboxes of an engine that may be slow, gone or not there yet: the connection is made when it is
 * first needed; after some failures in a row calls are refused at once for a while; only so many
 * sandboxes are made at a time. A gateway starts without an engine, and says so call by call.
 */
public final class GuardedSandboxes implements SandboxEngine {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedSandboxes.class);

  private final Supplier<SandboxEngine> connector;
  private final EngineGuard guard;
  private final String owner;
  private final Supplier<Set<String>> kept;
  private final SyscallObserver observer;
  private @Nullable SandboxEngine connected;
  private boolean cleared;

  /**
   * Sandboxes whose calls pass {@code guard}.
   *
   * @param owner label of everything that this gateway makes in the engine
   * @param kept runs whose containers stay until they are opened again
   * @param observer of the times that containers and commands take
   */
  GuardedSandboxes(
      Supplier<SandboxEngine> connector,
      String owner,
      Supplier<Set<String>> kept,
      EngineGuard guard,
      SyscallObserver observer) {
    this.connector = connector;
    this.kept = kept;
    this.owner = owner;
    this.guard = guard;
    this.observer = observer;
  }

  @Override
  public EngineFacts facts() {
    return guarded(() -> engine().facts());
  }

  @Override
  public SandboxImage image(String reference) {
    return guarded(() -> engine().image(reference));
  }

  @Override
  public RunSandbox open(RunSandboxSpec spec) {
    RunSandbox sandbox = guarded(() -> engine().open(spec));
    return new GuardedRun(sandbox);
  }

  /** The run's sandbox, whose containers are made behind the same breaker and bulkhead. */
  private final class GuardedRun implements RunSandbox {
    private final RunSandbox sandbox;

    GuardedRun(RunSandbox sandbox) {
      this.sandbox = sandbox;
    }

    @Override
    public PreparedCommand prepare(String commandId, Path lower) {
      long began = System.nanoTime();
      try {
        return new GuardedCommand(
            guarded(() -> sandbox.prepare(commandId, lower)), guard, observer);
      } finally {
        observer.took(Step.PREPARE, Duration.ofNanos(System.nanoTime() - began));
      }
    }

    @Override
    public NetworkAttempts networkAttempts() {
      return sandbox.networkAttempts();
    }

    @Override
    public void close() {
      sandbox.close();
    }
  }

  @Override
  public CleanupResult reap(String owner, Predicate<String> keptRun) {
    return guarded(() -> engine().reap(owner, keptRun));
  }

  @Override
  public CleanupResult reapRun(String owner, String run) {
    return guarded(() -> engine().reapRun(owner, run));
  }

  @Override
  public Optional<EndedCommand> ended(String owner, String run, String commandId, Duration wait) {
    return guarded(() -> engine().ended(owner, run, commandId, wait));
  }

  @Override
  public synchronized void close() {
    SandboxEngine engine = connected;
    connected = null;
    if (engine != null) {
      engine.close();
    }
  }

  private synchronized SandboxEngine engine() {
    SandboxEngine engine = connected;
    if (engine == null) {
      engine = connector.get();
      clear(engine);
      connected = engine;
    }
    return engine;
  }

  /** Before anything is made there: what a former process left, whenever the engine comes. */
  private void clear(SandboxEngine engine) {
    if (cleared) {
      return;
    }
    try {
      CleanupResult reaped = engine.reap(owner, kept.get()::contains);
      cleared = true;
      if (reaped.containers() + reaped.volumes() > 0) {
        LOG.info(
            "cleared away {} containers and {} volumes of a former process",
            reaped.containers(),
            reaped.volumes());
      }
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  private <T> T guarded(Supplier<T> call) {
    return guard.call(call);
  }
}
