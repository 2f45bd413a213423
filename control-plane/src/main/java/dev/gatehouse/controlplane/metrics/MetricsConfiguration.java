package dev.gatehouse.controlplane.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
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
  MeterBinder buildMeters(ObjectProvider<BuildProperties> build) {
    return meters ->
        Gauge.builder("gatehouse.build.info", () -> 1)
            .description("Always 1; the version of the gateway is a label")
            .tag("version", version(build))
            .register(meters);
  }

  private static String version(ObjectProvider<BuildProperties> build) {
    BuildProperties properties = build.getIfAvailable();
    return properties == null ? "" : String.valueOf(properties.getVersion());
  }
}
