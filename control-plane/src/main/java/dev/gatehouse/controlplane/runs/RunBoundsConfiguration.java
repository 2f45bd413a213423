package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.settings.GatehouseProperties;
import dev.gatehouse.syscalls.limit.ChangeBounds;
import dev.gatehouse.syscalls.limit.EvidenceQuota;
import dev.gatehouse.syscalls.limit.JournalBounds;
import dev.gatehouse.syscalls.limit.RunBounds;
import dev.gatehouse.syscalls.limit.ScratchBounds;
import dev.gatehouse.syscalls.limit.WaitingBounds;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How much runs may take, as the configuration says. */
@Configuration(proxyBeanMethods = false)
class RunBoundsConfiguration {
  @Bean
  RunBounds runBounds(
      GatehouseProperties properties, ScratchBounds scratch, EvidenceQuota evidence) {
    GatehouseProperties.Journal journal = properties.journal();
    return RunBounds.of(
            ChangeBounds.of(properties.changedBytes().toBytes(), properties.changedPaths()),
            new WaitingBounds(properties.waitingRunsOfAgent(), properties.waitingRuns()),
            new JournalBounds(
                journal.runBytes().toBytes(),
                journal.agentBytes().toBytes(),
                journal.gatewayBytes().toBytes()),
            scratch)
        .with(evidence);
  }

  @Bean
  EvidenceUsage evidenceUsage(RunIndex index, Clock clock) {
    return new EvidenceUsage(index, clock);
  }

  @Bean
  EvidenceQuota evidenceQuota(GatehouseProperties properties, EvidenceUsage usage) {
    return new EvidenceQuota(properties.evidence().agentBytes().toBytes(), usage::of);
  }

  @Bean
  ScratchBounds scratchBounds(GatehouseProperties properties) {
    GatehouseProperties.Scratch scratch = properties.scratch();
    return new ScratchBounds(
        scratch.runBytes().toBytes(),
        scratch.runPaths(),
        scratch.agentBytes().toBytes(),
        scratch.gatewayBytes().toBytes());
  }
}
