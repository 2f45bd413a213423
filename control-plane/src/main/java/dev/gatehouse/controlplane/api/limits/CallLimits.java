package dev.gatehouse.controlplane.api.limits;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many calls one identity may have in progress and waiting, and make in a second. Thread-safe.
 */
final class CallLimits {
  /** Identities whose calls are counted; of more, the one that called longest ago begins anew. */
  static final int MAX_IDENTITIES = 4096;

  private static final Duration WINDOW = Duration.ofSeconds(2);
  private static final int PER_WINDOW = 2;

  private final BulkheadConfig atOnce;
  private final BulkheadConfig waiting;
  private final BulkheadConfig idle;
  private final RateLimiterConfig rate;
  private final Map<String, Limits> byIdentity =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Limits> eldest) {
          return size() > MAX_IDENTITIES;
        }
      };

  private record Limits(Bulkhead atOnce, Bulkhead waiting, Bulkhead idle, RateLimiter rate) {}

  /**
   * Limits for each identity.
   *
   * @param atOnce calls in progress
   * @param waiting those of them that may wait
   * @param idle those of them that wait for something to happen
   * @param perSecond calls a second on average; twice as many may come at once
   */
  CallLimits(int atOnce, int waiting, int idle, int perSecond) {
    this.atOnce = atMost(atOnce);
    this.waiting = atMost(waiting);
    this.idle = atMost(idle);
    this.rate =
        RateLimiterConfig.custom()
            .limitForPeriod(Math.multiplyExact(perSecond, PER_WINDOW))
            .limitRefreshPeriod(WINDOW)
            .timeoutDuration(Duration.ZERO)
            .build();
  }

  /**
   * Begins a call of the identity; it ends when the answer is closed.
   *
   * @throws ApiException TOO_MANY_CALLS
   */
  Slots.Slot begin(String identity) {
    Limits limits = limits(identity);
    if (!limits.rate().acquirePermission()) {
      throw refused(
          "%s made more than %s calls within %s seconds"
              .formatted(identity, rate.getLimitForPeriod(), WINDOW.toSeconds()));
    }
    return take(limits.atOnce(), "calls in progress");
  }

  /**
   * Begins the part of a call in which it may wait.
   *
   * @throws ApiException TOO_MANY_CALLS
   */
  Slots.Slot waiting(String identity) {
    return take(limits(identity).waiting(), "calls in progress that may wait");
  }

  /**
   * Begins to wait for something to happen.
   *
   * @throws ApiException TOO_MANY_CALLS
   */
  Slots.Slot idle(String identity) {
    return take(limits(identity).idle(), "calls that wait for something to happen");
  }

  private static BulkheadConfig atMost(int calls) {
    return BulkheadConfig.custom().maxConcurrentCalls(calls).maxWaitDuration(Duration.ZERO).build();
  }

  private static Slots.Slot take(Bulkhead bulkhead, String what) {
    if (!bulkhead.tryAcquirePermission()) {
      throw refused(
          "%s has %s %s"
              .formatted(
                  bulkhead.getName(), bulkhead.getBulkheadConfig().getMaxConcurrentCalls(), what));
    }
    return bulkhead::onComplete;
  }

  private Limits limits(String identity) {
    synchronized (byIdentity) {
      return byIdentity.computeIfAbsent(
          identity,
          name ->
              new Limits(
                  Bulkhead.of(name, atOnce),
                  Bulkhead.of(name, waiting),
                  Bulkhead.of(name, idle),
                  RateLimiter.of(name, rate)));
    }
  }

  private static ApiException refused(String reason) {
    return new ApiException(
        ApiErrorCode.TOO_MANY_CALLS,
        reason,
        "send the same call again after Retry-After, fewer at once");
  }
}
