package dev.gatehouse.syscalls;

import dev.gatehouse.sandbox.NetworkAttempts;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.RunSandboxSpec;
import dev.gatehouse.sandbox.SandboxRefused;
import dev.gatehouse.sandbox.Sandboxes;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox of one run, opened when its first command needs it, and again after the engine lost
 * it.
 */
final class RunContainer implements AutoCloseable {
  private static final String LOST = "SANDBOX_LOST";
  private final Sandboxes sandboxes;
  private final RunSandboxSpec spec;
  private @Nullable RunSandbox sandbox;

  RunContainer(Sandboxes sandboxes, RunSandboxSpec spec) {
    this.sandboxes = sandboxes;
    this.spec = spec;
  }

  RunSandboxSpec spec() {
    return spec;
  }

  synchronized PreparedCommand prepare(String commandId, Path lower) {
    try {
      return opened().prepare(commandId, lower);
    } catch (SandboxRefused e) {
      if (!e.code().equals(LOST)) {
        throw e;
      }
      close();
      return opened().prepare(commandId, lower);
    }
  }

  synchronized NetworkAttempts networkAttempts() {
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
    if (current != null) {
      current.close();
      sandbox = null;
    }
  }
}
