package dev.gatehouse.controlplane.gatewaylog;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.DataLock;
import dev.gatehouse.controlplane.settings.GatehouseProperties;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The gateway log, and what is read from it. */
@Configuration(proxyBeanMethods = false)
class GatewayLogConfiguration {
  @Bean
  GatewayLog gatewayLog(
      DataDirectory data,
      DataLock lock,
      SigningKeys keys,
      Clock clock,
      GatehouseProperties properties) {
    lock.requireHeld();
    LogCheckpoint checkpoint = new LogCheckpoint(data.gatewayLog(), keys, data.keys());
    return GatewayLog.open(data.gatewayLog(), checkpoint, properties.acceptGatewayLog(), clock);
  }

  @Bean
  RepositoryRegistry repositoryRegistry(GatewayLog log, Clock clock) {
    return new RepositoryRegistry(log, clock);
  }

  @Bean
  DerivedProfiles derivedProfiles(GatewayLog log, Clock clock) {
    return new DerivedProfiles(log, clock);
  }

  @Bean
  MergeLog merges(GatewayLog log, Clock clock) {
    return new MergeLog(log, clock);
  }
}
