package dev.gatehouse.syscalls.environment;

import dev.gatehouse.sandbox.NetworkAttempts;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.RunSandboxSpec;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.sandbox.SandboxErrorCode;
import dev.gatehouse.sandbox.SandboxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox of one run, opened when its first command needs it. A fresh one takes its place after
 * the engine lost it, or left something of it that could not be removed.
 */
public final class LazyRunSandbox implements AutoCloseable {
  private final SandboxEngine sandboxes;
  private final RunSandboxSpec spec;
  private @Nullable RunSandbox sandbox;

  /** Whether the engine may have something of the run that nobody here knows. */
  private boolean unclean;

  public LazyRunSandbox(SandboxEngine sandboxes, RunSandboxSpec spec) {
    this.sandboxes = sandboxes;
    this.spec = spec;
  }

  RunSandboxSpec spec() {
    return spec;
  }

  public synchronized PreparedCommand prepare(String commandId, Path lower) {
    if (unclean) {
      close();
    }
    try {
      return prepared(commandId, lower);
    } catch (SandboxException e) {
      if (e.code() != SandboxErrorCode.SANDBOX_LOST) {
        throw e;
      }
      close();
      return prepared(commandId, lower);
    }
  }

  /** An attempt takes back what it made, unless the engine went away meanwhile. */
  private PreparedCommand prepared(String commandId, Path lower) {
    try {
      return opened().prepare(commandId, lower);
    } catch (SandboxException e) {
      unclean |= e.code() == SandboxErrorCode.ENGINE_UNAVAILABLE || e.getSuppressed().length > 0;
      throw e;
    }
  }

  /** Removes a command's container; where that fails, with all of the run's before the next. */
  public synchronized void giveBack(PreparedCommand command) {
    try {
      command.close();
    } catch (SandboxException e) {
      unclean = true;
    }
  }

  public synchronized NetworkAttempts networkAttempts() {
    return opened().networkAttempts();
  }

  private RunSandbox opened() {
    RunSandbox current = sandbox;
    if (current == null) {
      current = sandboxes.open(spec);
      sandbox = current;
    }
    return current;
  }

  /** Everything gone; a later command opens it anew, with an empty {@code /tmp}. */
  @Override
  public synchronized void close() {
    RunSandbox current = sandbox;
    sandbox = null;
    if (current != null) {
      try {
        current.close();
      } catch (SandboxException e) {
        unclean = true;
      }
    }
    if (unclean) {
      var _ = sandboxes.reapRun(spec.owner(), spec.run());
      unclean = false;
    }
  }
}
