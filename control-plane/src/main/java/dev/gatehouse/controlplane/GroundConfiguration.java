package dev.gatehouse.controlplane;

import dev.gatehouse.evidence.keys.SigningKeys;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What everything else stands on: the data directory, its lock, time, chance. */
@Configuration(proxyBeanMethods = false)
class GroundConfiguration {
  @Bean
  DataDirectory dataDirectory(@Value("${gatehouse.data}") Path root) {
    return DataDirectory.at(root);
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
