package dev.gatehouse.controlplane.engine;

import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.sandbox.SandboxErrorCode;
import dev.gatehouse.sandbox.SandboxException;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What every call of the engine passes: a circuit breaker, and a bulkhead. Commands have a bulkhead
 * of their own, since they take as long as they like; how long one takes says nothing about the
 * engine, so only its failure counts for the breaker.
 *
 * @param breaker refuses at once for a while after some failures in a row
 * @param calls how many calls may be in progress
 * @param commands how many commands may run
 */
record EngineGuard(CircuitBreaker breaker, Bulkhead calls, Bulkhead commands) {
  /**
   * Does a call of the engine that takes moments.
   *
   * @throws ApiException ENGINE_UNAVAILABLE, ENGINE_BUSY; the engine was not asked
   */
  <T> T call(Supplier<T> call) {
    return refusing(calls, CircuitBreaker.decorateSupplier(breaker, call));
  }

  /**
   * Runs a command.
   *
   * @throws ApiException ENGINE_UNAVAILABLE, ENGINE_BUSY; the engine was not asked
   */
  <T> T command(Supplier<T> command) {
    return refusing(commands, () -> counted(command));
  }

  private <T> T counted(Supplier<T> command) {
    breaker.acquirePermission();
    try {
      T result = command.get();
      breaker.onSuccess(0, TimeUnit.NANOSECONDS);
      return result;
    } catch (RuntimeException | Error e) {
      breaker.onError(0, TimeUnit.NANOSECONDS, e);
      throw e;
    }
  }

  private static <T> T refusing(Bulkhead bulkhead, Supplier<T> call) {
    try {
      return Bulkhead.decorateSupplier(bulkhead, call).get();
    } catch (CallNotPermittedException e) {
      throw refused(
          SandboxErrorCode.ENGINE_UNAVAILABLE, "the Docker Engine failed several times in a row");
    } catch (BulkheadFullException e) {
      throw refused(
          SandboxErrorCode.ENGINE_BUSY,
          "as many calls of the Docker Engine are in progress as may be");
    }
  }

  /** Nothing was asked of the engine, so nothing of the call can be left there. */
  private static ApiException refused(SandboxErrorCode code, String reason) {
    return new ApiException(
        code, reason, "call again in a while; an operator runs gatehouse doctor");
  }

  /** Whether a failure says something about the engine, and not only about one call. */
  static boolean isEngineFailure(Throwable failure) {
    return failure instanceof SandboxException
        && failure instanceof GatehouseException refused
        && refused.code() == SandboxErrorCode.ENGINE_UNAVAILABLE;
  }
}
