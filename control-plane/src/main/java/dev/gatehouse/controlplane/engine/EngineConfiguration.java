package dev.gatehouse.controlplane.engine;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.Repetition;
import dev.gatehouse.controlplane.metrics.SyscallMetrics;
import dev.gatehouse.controlplane.settings.GatehouseProperties;
import dev.gatehouse.evidence.folder.StagingListing;
import dev.gatehouse.sandbox.EngineSettings;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.sandbox.SandboxListener;
import dev.gatehouse.sandbox.docker.DockerSandboxEngine;
import dev.gatehouse.syscalls.environment.SandboxSetup;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;

/** The engine's bean. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {
  /** Above what the engine may take for an answer, its turn included. */
  private static final Duration MARGIN = Duration.ofSeconds(15);

  private static final Duration ASK_EVERY = Duration.ofSeconds(2);
  private static final float ALL = 100;

  @Bean
  CircuitBreaker engineBreaker(GatehouseProperties properties) {
    GatehouseProperties.Engine engine = properties.engine();
    return CircuitBreaker.of("engine", breaker(engine.failures(), engine.openFor()));
  }

  @Bean
  Bulkhead engineBulkhead(GatehouseProperties properties) {
    GatehouseProperties.Engine engine = properties.engine();
    return Bulkhead.of(
        "engine",
        BulkheadConfig.custom()
            .maxConcurrentCalls(engine.callsAtOnce())
            .maxWaitDuration(engine.turnWithin())
            .build());
  }

  @Bean
  Bulkhead commandBulkhead(GatehouseProperties properties) {
    GatehouseProperties.Engine engine = properties.engine();
    return Bulkhead.of(
        "commands",
        BulkheadConfig.custom()
            .maxConcurrentCalls(engine.commandsAtOnce())
            .maxWaitDuration(engine.turnWithin())
            .build());
  }

  @Bean
  EngineMeters engineMeters(CircuitBreaker breaker, Bulkhead engineBulkhead) {
    return new EngineMeters(breaker, engineBulkhead);
  }

  @Bean(destroyMethod = "close")
  SandboxEngine sandboxes(
      DataDirectory data,
      MeterRegistry meters,
      GatehouseProperties properties,
      CircuitBreaker breaker,
      Bulkhead engineBulkhead,
      Bulkhead commandBulkhead,
      SyscallMetrics metrics) {
    EngineSettings engine =
        new EngineSettings(properties.dockerSocket(), properties.engine().answerWithin());
    SandboxListener replacements = new ReplacedContainers(meters);
    return new GuardedSandboxes(
        () -> DockerSandboxEngine.connect(engine, replacements),
        data.ownerLabel(),
        () -> StagingListing.of(data.staging()).runs().keySet(),
        new EngineGuard(breaker, engineBulkhead, commandBulkhead),
        metrics);
  }

  /** {@code engine} in readiness. */
  @Bean
  EngineHealth engineHealthIndicator(SandboxSetup sandbox, GatehouseProperties properties) {
    GatehouseProperties.Engine engine = properties.engine();
    return new EngineHealth(sandbox, engine.turnWithin().plus(engine.answerWithin()).plus(MARGIN));
  }

  /** The first answer comes before the first call, so that readiness knows it. */
  @Bean
  Repetition engineHealthTimer(EngineHealth health, TaskScheduler scheduler) {
    return new Repetition(scheduler, "engine-health", ASK_EVERY, health::ask, health::ask);
  }

  static CircuitBreakerConfig breaker(int failures, Duration openFor) {
    return CircuitBreakerConfig.custom()
        .slidingWindowSize(failures)
        .minimumNumberOfCalls(failures)
        .failureRateThreshold(ALL)
        .waitDurationInOpenState(openFor)
        .permittedNumberOfCallsInHalfOpenState(1)
        .recordException(EngineGuard::isEngineFailure)
        .build();
  }
}
