package dev.gatehouse.controlplane.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The metrics that belong to no feature. */
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {
  @Bean
  SyscallMetrics syscallMetrics(MeterRegistry meters) {
    return new SyscallMetrics(meters);
  }

  @Bean
  MeterBinder buildMeters(Optional<BuildProperties> build) {
    return meters ->
        Gauge.builder("gatehouse.build.info", () -> 1)
            .description("Always 1; the version of the gateway is a label")
            .tag("version", build.map(BuildProperties::getVersion).orElse(""))
            .register(meters);
  }
}
