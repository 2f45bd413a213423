package dev.gatehouse.syscalls.run;

import dev.gatehouse.sandbox.SandboxErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The engine's word on a run's last command, until it is written down. */
final class PendingConfirmation {
  private final CompletableFuture<Void> written = new CompletableFuture<>();
  private final CompletableFuture<Void> engineAway = new CompletableFuture<>();

  /** Of a run that has had no command. */
  static PendingConfirmation none() {
    PendingConfirmation none = new PendingConfirmation();
    none.written.complete(null);
    return none;
  }

  /** It is written down, or is not expected any more. */
  void settled() {
    written.complete(null);
  }

  /** No engine answers: waiting callers are refused, and the engine is asked again. */
  void engineIsAway() {
    engineAway.complete(null);
  }

  /** Whether no engine answered at some time. */
  boolean engineWasAway() {
    return engineAway.isDone();
  }

  /**
   * Returns when nothing is expected any more.
   *
   * @throws SyscallException ENGINE_UNAVAILABLE as soon as it is known that no engine answers
   */
  void await() {
    CompletableFuture.anyOf(written, engineAway).join();
    if (!written.isDone()) {
      throw new SyscallException(
          SandboxErrorCode.ENGINE_UNAVAILABLE,
          "the Docker Engine has yet to say how the run's last command ended, and does not answer",
          "call again in a while; an operator runs gatehouse doctor");
    }
  }

  /** Whether nothing is expected any more within {@code patience}. */
  boolean cameWithin(Duration patience) {
    try {
      written.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
