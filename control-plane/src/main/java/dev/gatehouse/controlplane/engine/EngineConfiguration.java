package dev.gatehouse.controlplane.engine;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.Repetition;
import dev.gatehouse.evidence.folder.StagingListing;
import dev.gatehouse.sandbox.EngineSettings;
import dev.gatehouse.sandbox.SandboxListener;
import dev.gatehouse.sandbox.Sandboxes;
import dev.gatehouse.syscalls.SandboxSetup;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The engine's bean. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  private static final Duration OPEN_FOR = Duration.ofSeconds(5);
  private static final Duration WAIT_FOR_TURN = Duration.ofSeconds(30);
  private static final Duration ASK_EVERY = Duration.ofSeconds(2);
  private static final int FAILURES = 5;
  private static final int AT_ONCE = 8;
  private static final float ALL = 100;

  @Bean(destroyMethod = "close")
  Sandboxes sandboxes(
      DataDirectory data,
      MeterRegistry meters,
      @Value("${gatehouse.docker-socket:/var/run/docker.sock}") Path socket) {
    SandboxListener replacements = new ReplacedContainers(meters);
    CircuitBreaker breaker = CircuitBreaker.of("engine", breaker());
    Bulkhead bulkhead =
        Bulkhead.of(
            "engine",
            BulkheadConfig.custom()
                .maxConcurrentCalls(AT_ONCE)
                .maxWaitDuration(WAIT_FOR_TURN)
                .build());
    return new GuardedSandboxes(
        () -> Sandboxes.connect(new EngineSettings(socket, ANSWER_WITHIN), replacements),
        data.ownerLabel(),
        () -> StagingListing.of(data.staging()).runs().keySet(),
        breaker,
        bulkhead);
  }

  /** {@code engine} in readiness. */
  @Bean
  EngineHealth engineHealthIndicator(SandboxSetup sandbox) {
    return new EngineHealth(sandbox);
  }

  /** The first answer comes before the first call, so that readiness knows it. */
  @Bean
  Repetition engineHealthTimer(EngineHealth health) {
    return new Repetition("engine-health", ASK_EVERY, health::ask, health::ask);
  }

  static CircuitBreakerConfig breaker() {
    return CircuitBreakerConfig.custom()
        .slidingWindowSize(FAILURES)
        .minimumNumberOfCalls(FAILURES)
        .failureRateThreshold(ALL)
        .waitDurationInOpenState(OPEN_FOR)
        .permittedNumberOfCallsInHalfOpenState(1)
        .recordException(GuardedSandboxes::isEngineFailure)
        .build();
  }
}
