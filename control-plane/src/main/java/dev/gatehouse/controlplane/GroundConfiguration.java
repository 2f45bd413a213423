package dev.gatehouse.controlplane;

import dev.gatehouse.controlplane.gatewaylog.DerivedProfiles;
import dev.gatehouse.controlplane.gatewaylog.GatewayLog;
import dev.gatehouse.controlplane.gatewaylog.Merges;
import dev.gatehouse.controlplane.gatewaylog.RepositoryRegistry;
import dev.gatehouse.controlplane.identities.FirstOperator;
import dev.gatehouse.controlplane.identities.Identities;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What everything else stands on: the data directory, its lock, the gateway log, time, chance. */
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
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  RandomGenerator random() {
    return new SecureRandom();
  }

  @Bean
  GatewayLog gatewayLog(DataDirectory data, DataLock lock) {
    lock.requireHeld();
    return GatewayLog.open(data.gatewayLog());
  }

  @Bean
  Identities identities(GatewayLog log, Clock clock, RandomGenerator random, DataDirectory data) {
    Identities identities = new Identities(log, clock, random);
    FirstOperator.ensure(identities, data.operatorToken());
    return identities;
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
  Merges merges(GatewayLog log, Clock clock) {
    return new Merges(log, clock);
  }
}
