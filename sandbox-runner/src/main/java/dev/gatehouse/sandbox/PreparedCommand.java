package dev.gatehouse.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A container that waits for its one command, is used once, and is gone after {@link #close()}. */
public interface PreparedCommand extends AutoCloseable {
  /** What was read back from kernel and engine after the container was started; no mismatches. */
  IsolationReport isolation();

  /**
   * Runs the one command. Blocks at most for its time limit and a few seconds. The caller may read
   * {@link #upper()} when it has returned.
   *
   * @throws SandboxException COMMAND_LIVE when another command of the run is live, COMMAND_USED,
   *     COMMAND_INVALID, SANDBOX_LOST when the container does not run any more, ISOLATION_MISMATCH
   *     when it is not the one that was read back
   */
  CommandOutcome run(CommandSpec line, OutputSink sink);

  /**
   * Kills the container; {@link #run} then returns {@link Termination.Cancelled}. For any thread.
   */
  void cancel();

  /**
   * The host directory that the command's writes landed in, as an overlay's upper layer: deletions
   * are 0/0 character devices, an opaque directory has {@code trusted.overlay.opaque}. Readable
   * until {@link #close()}.
   */
  Path upper();

  /**
   * Refuses if {@link #upper()} is not there any more: it goes with the run's containers when the
   * engine is stopped.
   *
   * @throws SandboxException SANDBOX_LOST
   */
  default void requireUpper() {
    if (!Files.isDirectory(upper())) {
      throw SandboxException.lost("the engine has lost what the command wrote");
    }
  }

  /**
   * What the engine itself says about how the container ended, waiting for it at most {@code wait}.
   *
   * @throws SandboxException ENGINE_UNAVAILABLE
   */
  ExitConfirmation confirm(Duration wait);

  /** Removes the container, its overlay volume and its directories. Repeating it is harmless. */
  @Override
  void close();
}
