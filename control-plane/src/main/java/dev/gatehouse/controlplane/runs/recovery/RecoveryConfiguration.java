package dev.gatehouse.controlplane.runs.recovery;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.Repetition;
import dev.gatehouse.controlplane.gatewaylog.RepositoryRegistry;
import dev.gatehouse.controlplane.repositories.Mirrors;
import dev.gatehouse.controlplane.runs.closing.RunSealer;
import dev.gatehouse.controlplane.runs.closing.SealedRunListener;
import dev.gatehouse.controlplane.settings.GatehouseProperties;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import dev.gatehouse.syscalls.run.RunFactory;
import dev.gatehouse.syscalls.run.RunListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;

/** The beans that open again what a former process left, and clear away the rest. */
@Configuration(proxyBeanMethods = false)
class RecoveryConfiguration {
  /** The part of the heap that the journal of a run may have to be opened after a start. */
  private static final long MOST_OF_HEAP = 2;

  @Bean
  Leftovers leftovers(SandboxEngine sandboxes, DataDirectory data) {
    return new Leftovers(sandboxes, data);
  }

  @Bean
  RunRecovery runRecovery(
      OpenRunRegistry runs,
      RunFactory factory,
      Mirrors mirrors,
      RepositoryRegistry repositories,
      DataDirectory data,
      Leftovers leftovers,
      RunListener listener,
      SealedRunListener sealed,
      StorageRoom storage,
      RunSealer sealer) {
    RunReopening reopening =
        new RunReopening(
            runs,
            factory,
            mirrors,
            repositories,
            data,
            leftovers,
            listener,
            sealed,
            storage,
            Runtime.getRuntime().maxMemory() / MOST_OF_HEAP);
    return new RunRecovery(
        runs, reopening, new BrokenRuns(runs, storage, sealer::has), leftovers, data);
  }

  @Bean
  EngineUpkeep engineUpkeep(SandboxEngine sandboxes, DataDirectory data, OpenRunRegistry runs) {
    return new EngineUpkeep(sandboxes, data.ownerLabel(), runs);
  }

  /** A start clears away by itself what a former process left. */
  @Bean
  Repetition engineUpkeepTimer(EngineUpkeep upkeep, TaskScheduler scheduler) {
    return new Repetition(scheduler, "engine-upkeep", EngineUpkeep.EVERY, () -> {}, upkeep::pass);
  }

  @Bean
  GatewayLifecycle gatewayLifecycle(
      RunRecovery recovery,
      OpenRunRegistry runs,
      RunSealer sealer,
      TaskScheduler scheduler,
      GatehouseProperties properties) {
    return new GatewayLifecycle(recovery, runs, sealer, scheduler, properties.closingCheckEvery());
  }
}
