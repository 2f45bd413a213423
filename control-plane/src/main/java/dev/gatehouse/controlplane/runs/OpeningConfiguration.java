package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.api.access.RunTokens;
import dev.gatehouse.controlplane.gatewaylog.RepositoryRegistry;
import dev.gatehouse.controlplane.identities.Identities;
import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.profiles.ProfileRegistry;
import dev.gatehouse.controlplane.repositories.Mirrors;
import dev.gatehouse.syscalls.IdGenerator;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import dev.gatehouse.syscalls.run.RunFactory;
import dev.gatehouse.syscalls.run.UnsealedRun;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans that open runs. */
@Configuration(proxyBeanMethods = false)
class OpeningConfiguration {
  /** How long an opening waits for another one with its key. */
  private static final Duration SAME_KEY_PATIENCE = Duration.ofMinutes(1);

  @Bean
  RunOpening runOpening(
      Identities identities,
      RepositoryRegistry repositories,
      ProfileRegistry profiles,
      Mirrors mirrors,
      OpenRunRegistry runs,
      RunFactory factory,
      StorageRoom storage,
      EvidenceUsage usage,
      IdGenerator ids,
      OpeningKeys keys) {
    Bases bases = new Bases(runs, storage, Runtime.getRuntime().maxMemory());
    return new RunOpening(
        identities, repositories, profiles, mirrors, runs, factory, bases, usage, ids, keys);
  }

  @Bean
  OpeningKeys openingKeys(OpenRunRegistry runs, RunIndex index, Clock clock) {
    return new OpeningKeys(
        () -> runs.unsealed().stream().map(UnsealedRun::record).toList(),
        index,
        clock,
        SAME_KEY_PATIENCE);
  }

  @Bean
  OpeningAnswers openingAnswers(OpenRunRegistry runs, SealedRuns sealed, RunTokens tokens) {
    return new OpeningAnswers(runs, sealed, tokens);
  }
}
