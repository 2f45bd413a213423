package dev.gatehouse.controlplane.identities;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.gatewaylog.GatewayLog;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The identities, with a first operator in a new data directory. */
@Configuration(proxyBeanMethods = false)
class IdentitiesConfiguration {
  @Bean
  Identities identities(GatewayLog log, Clock clock, RandomGenerator random, DataDirectory data) {
    Identities identities = new Identities(log, clock, random);
    FirstOperator.ensure(identities, data.operatorToken());
    return identities;
  }

  @Bean
  MetricsToken metricsToken(DataDirectory data, RandomGenerator random) {
    return MetricsToken.of(data.metricsToken(), random);
  }
}
