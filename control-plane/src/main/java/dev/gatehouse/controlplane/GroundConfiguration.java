package dev.gatehouse.controlplane;

import dev.gatehouse.controlplane.settings.GatehouseProperties;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What everything else stands on: the data directory, its lock, time, chance. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatehouseProperties.class)
class GroundConfiguration {
  @Bean
  DataDirectory dataDirectory(GatehouseProperties properties) {
    return DataDirectory.at(properties.dataDirectory());
  }

  @Bean
  DataLock dataLock(DataDirectory data) {
    return DataLock.take(data.lock());
  }

  @Bean
  SigningKeys signingKeys(DataDirectory data, DataLock lock) {
    lock.requireHeld();
    return SigningKeys.loadOrCreate(data.keys());
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  RandomGenerator random() {
    return new SecureRandom();
  }
}
