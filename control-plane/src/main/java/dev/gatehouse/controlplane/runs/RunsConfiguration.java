package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.gatewaylog.MergeLog;
import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.index.TaskAttempts;
import dev.gatehouse.controlplane.index.UnprojectedRuns;
import dev.gatehouse.controlplane.metrics.SyscallMetrics;
import dev.gatehouse.controlplane.projection.LiveRuns;
import dev.gatehouse.controlplane.projection.RunChanges;
import dev.gatehouse.controlplane.runs.closing.SealedRunListener;
import dev.gatehouse.controlplane.settings.GatehouseProperties;
import dev.gatehouse.controlplane.work.WorkPool;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.syscalls.IdGenerator;
import dev.gatehouse.syscalls.SyscallObserver;
import dev.gatehouse.syscalls.approval.ApprovalQueue;
import dev.gatehouse.syscalls.dispatch.SyscallDispatcher;
import dev.gatehouse.syscalls.environment.SandboxSetup;
import dev.gatehouse.syscalls.limit.RunBounds;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import dev.gatehouse.syscalls.run.RunFactory;
import dev.gatehouse.syscalls.run.RunListener;
import dev.gatehouse.syscalls.run.RunPlaces;
import dev.gatehouse.syscalls.run.UnsealedRun;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of open and of sealed runs. */
@Configuration(proxyBeanMethods = false)
class RunsConfiguration {
  /** Rows follow what happens in runs; a slow or dead database never holds a call up. */
  @Bean
  RunListener runListener(RunChanges changes, SyscallMetrics metrics) {
    return new RunListener() {
      @Override
      public void changed(String runId) {
        changes.changed(runId);
      }

      @Override
      public SyscallObserver observer() {
        return metrics;
      }
    };
  }

  @Bean
  GatewayVersion gatewayVersion(Optional<BuildProperties> build) {
    return GatewayVersion.of(build);
  }

  @Bean
  LiveRuns liveRuns(OpenRunRegistry runs) {
    return new InMemory(runs);
  }

  private record InMemory(OpenRunRegistry runs) implements LiveRuns {
    @Override
    public Optional<LiveRun> find(String runId) {
      return runs.find(runId)
          .map(run -> new LiveRun(run.record(), run.folder().events(), run.leaseExpiresAt()));
    }

    @Override
    public List<RunRecord> unsealed() {
      return runs.unsealed().stream().map(UnsealedRun::record).toList();
    }

    @Override
    public boolean isOpening(String runId) {
      return runs.isStarting(runId);
    }

    @Override
    public boolean isUnsealed(String runId) {
      return runs.lookUp(runId).isPresent();
    }
  }

  @Bean
  IdGenerator ids(Clock clock, RandomGenerator random) {
    return new UlidGenerator(clock, random);
  }

  @Bean
  SandboxSetup sandboxSetup(
      SandboxEngine sandboxes, DataDirectory data, GatehouseProperties properties) {
    return new SandboxSetup(sandboxes, data.ownerLabel(), properties.image());
  }

  @Bean
  OpenRunRegistry openRuns(RunListener listener, GatehouseProperties properties) {
    return new OpenRunRegistry(UidRange.of(properties.firstUid(), properties.uids()), listener);
  }

  @Bean
  RunFactory runFactory(
      OpenRunRegistry runs,
      DataDirectory data,
      SandboxSetup sandbox,
      RunBounds bounds,
      Clock clock,
      IdGenerator ids,
      GatewayVersion version) {
    return new RunFactory(
        runs,
        new RunPlaces(data.staging(), data.workspaces(), version.text()),
        sandbox,
        bounds,
        clock,
        ids);
  }

  @Bean
  SyscallDispatcher syscallDispatcher(OpenRunRegistry runs, StorageRoom storage) {
    return new SyscallDispatcher(runs, storage);
  }

  @Bean
  ApprovalQueue approvalQueue(OpenRunRegistry runs) {
    return new ApprovalQueue(runs);
  }

  @Bean
  SealedRuns sealedRuns(
      DataDirectory data, RunIndex index, TaskAttempts attempts, UnprojectedRuns unprojected) {
    return new SealedRuns(data.runs(), index, attempts, unprojected);
  }

  /** The index has a run, and its agent's evidence counts, before its sealing is answered. */
  @Bean
  SealedRunListener sealedRunListener(SealedRuns sealed, EvidenceUsage usage) {
    return runId -> sealed.add(runId).ifPresent(usage::add);
  }

  @Bean
  RunQueries runQueries(OpenRunRegistry runs, SealedRuns sealed, MergeLog merges, WorkPool pool) {
    return new RunQueries(runs, sealed, merges, pool);
  }
}
