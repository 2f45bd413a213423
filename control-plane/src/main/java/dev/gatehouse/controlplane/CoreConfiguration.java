package dev.gatehouse.controlplane;

import dev.gatehouse.controlplane.settings.GatehouseProperties;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** What everything else stands on: the data directory, its lock, time, chance. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatehouseProperties.class)
class CoreConfiguration {
  /** One for each of: engine's health, engine upkeep, mirrors, reconciliation, closing. */
  private static final int TIMERS = 5;

  private static final int STOPPED_WITHIN_SECONDS = 5;

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

  /** The threads of everything that is done again and again; stopped after all who use them. */
  @Bean
  ThreadPoolTaskScheduler timers() {
    ThreadPoolTaskScheduler timers = new ThreadPoolTaskScheduler();
    timers.setPoolSize(TIMERS);
    timers.setThreadNamePrefix("gatehouse-timer-");
    timers.setDaemon(true);
    timers.setRemoveOnCancelPolicy(true);
    // Who uses a timer ends it in its own turn of a stop, after the last call.
    timers.setAcceptTasksAfterContextClose(true);
    timers.setPhase(Integer.MIN_VALUE);
    timers.setAwaitTerminationSeconds(STOPPED_WITHIN_SECONDS);
    return timers;
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
