package dev.gatehouse.controlplane.work;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One pool per gateway, closed with it. */
@Configuration(proxyBeanMethods = false)
class WorkConfiguration {
  @Bean
  WorkPool workPool(
      @Value("${gatehouse.work.threads:2}") int threads,
      @Value("${gatehouse.work.queue:32}") int queue) {
    return new WorkPool(threads, queue);
  }
}
