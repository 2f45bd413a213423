package dev.gatehouse.controlplane.merging;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.Repetition;
import dev.gatehouse.controlplane.gatewaylog.MergeLog;
import dev.gatehouse.controlplane.gatewaylog.RepositoryRegistry;
import dev.gatehouse.controlplane.repositories.Mirrors;
import dev.gatehouse.controlplane.runs.SealedRuns;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;

/** Merging, under the keys that the data directory trusts. */
@Configuration(proxyBeanMethods = false)
class MergingConfiguration {
  @Bean
  MergeService merging(
      SealedRuns sealed,
      RepositoryRegistry repositories,
      Mirrors mirrors,
      MergeLog merges,
      SigningKeys keys) {
    return new MergeService(sealed, repositories, mirrors, merges, keys::trust);
  }

  @Bean
  MirrorUpkeep mirrorUpkeep(
      MergeService merging,
      MergeLog merges,
      SealedRuns sealed,
      RepositoryRegistry repositories,
      Mirrors mirrors,
      DataDirectory data,
      Clock clock) {
    return new MirrorUpkeep(merging, merges, sealed, repositories, mirrors, data, clock);
  }

  @Bean
  Repetition mirrorUpkeepTimer(MirrorUpkeep upkeep, TaskScheduler scheduler) {
    return upkeep.every(MirrorUpkeep.EVERY, scheduler);
  }
}
