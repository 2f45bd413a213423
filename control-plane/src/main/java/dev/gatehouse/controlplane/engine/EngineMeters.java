package dev.gatehouse.controlplane.engine;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;

/** The state of the circuit breaker and of the bulkhead before the Docker Engine. */
record EngineMeters(CircuitBreaker breaker, Bulkhead bulkhead) implements MeterBinder {
  private static final List<CircuitBreaker.State> STATES =
      List.of(
          CircuitBreaker.State.CLOSED, CircuitBreaker.State.HALF_OPEN, CircuitBreaker.State.OPEN);

  @Override
  public void bindTo(MeterRegistry meters) {
    for (CircuitBreaker.State state : STATES) {
      Gauge.builder("gatehouse.engine.breaker.state", () -> breaker.getState() == state ? 1 : 0)
          .description("1 for the state in which the circuit breaker of the engine is, else 0")
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(meters);
    }
    Bulkhead.Metrics calls = bulkhead.getMetrics();
    Gauge.builder(
            "gatehouse.engine.calls.active",
            () -> calls.getMaxAllowedConcurrentCalls() - calls.getAvailableConcurrentCalls())
        .description("Calls of the engine in progress")
        .register(meters);
    Gauge.builder("gatehouse.engine.calls.limit", calls::getMaxAllowedConcurrentCalls)
        .description("Calls of the engine that may be in progress")
        .register(meters);
  }
}
