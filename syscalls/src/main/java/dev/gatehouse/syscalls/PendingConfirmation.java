package dev.gatehouse.syscalls;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How the engine's confirmation of a command is waited for. */
final class PendingConfirmation {
  private PendingConfirmation() {}

  /** Whether it was written down within {@code patience}. */
  static boolean cameWithin(CompletableFuture<Void> confirmation, Duration patience) {
    try {
      confirmation.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
