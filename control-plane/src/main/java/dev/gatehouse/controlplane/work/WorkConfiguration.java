package dev.gatehouse.controlplane.work;

import dev.gatehouse.controlplane.settings.GatehouseProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One pool per gateway, closed with it. */
@Configuration(proxyBeanMethods = false)
class WorkConfiguration {
  @Bean
  WorkPool workPool(GatehouseProperties properties) {
    return new WorkPool(properties.work().threads(), properties.work().queue());
  }
}
