package dev.gatehouse.sandbox;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Entry point to an engine of containers. Thread-safe. Access to the engine is equivalent to root
 * on its host, so nothing else in the product has it.
 */
public interface SandboxEngine extends AutoCloseable {
  /** What the engine said about itself when the connection was made. */
  EngineFacts facts();

  /**
   * The image of that name or id, if it is fit to be a sandbox.
   *
   * @throws SandboxException IMAGE_MISSING, or IMAGE_UNFIT when it was not built as a sandbox image
   *     or declares volumes or an environment
   */
  SandboxImage image(String reference);

  /**
   * Makes what the commands of one run share: the network namespace, the {@code /tmp} volume and
   * the volume that their writes land in, held by a pause container.
   *
   * @throws SandboxException ENGINE_UNAVAILABLE, ISOLATION_MISMATCH, LAYER_PATH, LAYER_HIDDEN or
   *     SANDBOX_FAILED; nothing is left behind
   */
  RunSandbox open(RunSandboxSpec spec);

  /**
   * Removes the containers and volumes labelled with {@code owner} whose run is not kept; nothing
   * else is ever touched (promise B6).
   *
   * @param keptRun whether a run keeps what it has; asked when the engine has said what is there
   * @throws SandboxException ENGINE_UNAVAILABLE or SANDBOX_FAILED
   */
  CleanupResult reap(String owner, Predicate<String> keptRun);

  /**
   * Removes the containers and volumes labelled with {@code owner} and {@code run}.
   *
   * @throws SandboxException ENGINE_UNAVAILABLE or SANDBOX_FAILED
   */
  CleanupResult reapRun(String owner, String run);

  /**
   * How a command that a former process has started ended, waiting for it at most {@code wait};
   * empty if its container is gone, or has not ended.
   *
   * @throws SandboxException ENGINE_UNAVAILABLE or SANDBOX_FAILED
   */
  Optional<EndedCommand> ended(String owner, String run, String commandId, Duration wait);

  @Override
  void close();
}
