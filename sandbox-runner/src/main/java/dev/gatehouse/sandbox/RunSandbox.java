package dev.gatehouse.sandbox;

import java.nio.file.Path;

/**
 * The sandbox of one run. Commands may be prepared ahead, but one at a time is live, because
 * members of a network namespace share its abstract sockets.
 */
public interface RunSandbox extends AutoCloseable {
  /**
   * Starts a container that waits for one command, with {@code lower} seen copy-on-write at {@code
   * /workspace}. {@code lower} must stand still until the command is closed.
   *
   * @param commandId {@code [A-Za-z0-9_-]{1,128}}, once per run
   * @param lower an absolute path of {@code [A-Za-z0-9._/-]+}, the same for engine and gateway
   * @throws SandboxException LAYER_PATH, ISOLATION_MISMATCH (naming the item), ENGINE_UNAVAILABLE,
   *     SANDBOX_FAILED, RUN_CLOSED, SANDBOX_LOST when the engine has lost the run's pause container
   *     and this sandbox has to be closed and another opened; nothing is left behind
   */
  PreparedCommand prepare(String commandId, Path lower);

  /**
   * What the kernel counted so far in this run's network namespace, where no command can reset it.
   *
   * @throws SandboxException SANDBOX_LOST when the pause container is gone
   */
  NetworkAttempts networkAttempts();

  /** Removes every container, volume, mount and directory of this run. Repeating it is harmless. */
  @Override
  void close();
}
