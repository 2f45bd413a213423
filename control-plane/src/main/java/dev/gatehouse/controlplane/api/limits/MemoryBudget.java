package dev.gatehouse.controlplane.api.limits;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import java.util.HashMap;
import java.util.Map;

/**
 * The memory that bodies and answers of all calls in progress may take together. It is taken before
 * anything is read; what does not fit is refused, and nothing waits for it. Thread-safe.
 */
public final class MemoryBudget {
  private final long total;
  private final Map<String, Long> byIdentity = new HashMap<>();
  private long taken;

  /** A budget of so many bytes; one identity may hold half of them. */
  public MemoryBudget(long total) {
    this.total = total;
  }

  /** The most bytes that one call can ever have. */
  public long largest() {
    return total / 2;
  }

  /** Bytes that are held now. */
  public synchronized long taken() {
    return taken;
  }

  /**
   * Takes bytes.
   *
   * @throws ApiException OVERLOADED if they are not there, or the identity would hold more than
   *     half
   */
  synchronized void take(String identity, long bytes) {
    long held = byIdentity.getOrDefault(identity, 0L);
    if (bytes > largest() - held) {
      throw refused(
          "calls of %s hold as much memory as those of one identity may".formatted(identity));
    }
    if (bytes > total - taken) {
      throw refused("calls in progress hold as much memory as they may");
    }
    taken += bytes;
    byIdentity.put(identity, held + bytes);
  }

  /** Gives back what was taken. */
  synchronized void release(String identity, long bytes) {
    taken -= bytes;
    byIdentity.computeIfPresent(identity, (_, held) -> held == bytes ? null : held - bytes);
  }

  private static ApiException refused(String reason) {
    return new ApiException(
        ApiErrorCode.OVERLOADED, reason, "send the same call again after Retry-After");
  }
}
