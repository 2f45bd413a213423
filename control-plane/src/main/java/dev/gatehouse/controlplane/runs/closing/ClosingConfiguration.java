package dev.gatehouse.controlplane.runs.closing;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.gatewaylog.RepositoryRegistry;
import dev.gatehouse.controlplane.repositories.Mirrors;
import dev.gatehouse.controlplane.settings.GatehouseProperties;
import dev.gatehouse.evidence.keys.SigningKeys;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.syscalls.approval.ApprovalQueue;
import dev.gatehouse.syscalls.environment.SandboxSetup;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import dev.gatehouse.verifier.Verifier;
import java.time.Clock;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans that verify, gate and seal runs. */
@Configuration(proxyBeanMethods = false)
class ClosingConfiguration {
  @Bean
  RunClosing runClosing(
      OpenRunRegistry runs,
      SandboxEngine sandboxes,
      SandboxSetup setup,
      Mirrors mirrors,
      RepositoryRegistry repositories,
      SigningKeys keys,
      DataDirectory data,
      SealedRunListener listener,
      Clock clock,
      RandomGenerator random) {
    ClosingActs acts =
        new GatewayClosingActs(
            new PlanVerifier(
                new Verifier(sandboxes, random),
                setup,
                data.workspaces(),
                new BaseReportFiles(data.bases(), clock)),
            name -> mirrors.of(name, repositories.find(name.text()).orElseThrow().origin()),
            keys,
            data.runs(),
            listener);
    return new RunClosing(runs, acts, keys, clock);
  }

  /** Verifies and seals; the sealer drains it before open runs are suspended. */
  @Bean(destroyMethod = "shutdownNow")
  ThreadPoolExecutor closingExecutor(GatehouseProperties properties) {
    return RunSealer.executor(properties.closingsAtOnce());
  }

  @Bean
  RunSealer sealer(
      OpenRunRegistry runs,
      ApprovalQueue approvalQueue,
      RunClosing closing,
      StorageRoom storage,
      Clock clock,
      GatehouseProperties properties,
      ThreadPoolExecutor closingExecutor) {
    return new RunSealer(
        runs, approvalQueue, closing, storage, clock, properties.closingsAtOnce(), closingExecutor);
  }
}
