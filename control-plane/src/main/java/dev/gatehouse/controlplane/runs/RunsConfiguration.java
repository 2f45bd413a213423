package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.Repetition;
import dev.gatehouse.controlplane.api.RunTokens;
import dev.gatehouse.controlplane.gatewaylog.DerivedProfiles;
import dev.gatehouse.controlplane.gatewaylog.MergeLog;
import dev.gatehouse.controlplane.gatewaylog.RepositoryRegistry;
import dev.gatehouse.controlplane.identities.Identities;
import dev.gatehouse.controlplane.metrics.SyscallMetrics;
import dev.gatehouse.controlplane.projection.LiveRuns;
import dev.gatehouse.controlplane.projection.RunChanges;
import dev.gatehouse.controlplane.settings.GatehouseProperties;
import dev.gatehouse.controlplane.work.WorkPool;
import dev.gatehouse.evidence.keys.SigningKeys;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.syscalls.SyscallObserver;
import dev.gatehouse.syscalls.approval.ApprovalQueue;
import dev.gatehouse.syscalls.dispatch.SyscallDispatcher;
import dev.gatehouse.syscalls.environment.SandboxSetup;
import dev.gatehouse.syscalls.limit.RunBounds;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.syscalls.run.IdGenerator;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import dev.gatehouse.syscalls.run.RunFactory;
import dev.gatehouse.syscalls.run.RunListener;
import dev.gatehouse.syscalls.run.RunPlaces;
import dev.gatehouse.syscalls.run.UnsealedRun;
import dev.gatehouse.verifier.Verifier;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.random.RandomGenerator;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;

/** The beans of runs, from the door to the seal. */
@Configuration(proxyBeanMethods = false)
class RunsConfiguration {
  /** The part of the heap that the journal of a run may have to be opened after a start. */
  private static final long MOST_OF_HEAP = 2;

  /** How long an opening waits for another one with its key. */
  private static final Duration SAME_KEY_PATIENCE = Duration.ofMinutes(1);

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
  ApprovalQueue approvalDesk(OpenRunRegistry runs) {
    return new ApprovalQueue(runs);
  }

  @Bean
  Mirrors mirrors(DataDirectory data) {
    return new Mirrors(data.mirrors());
  }

  @Bean
  ProfileRegistry profileBook(DerivedProfiles derived, DataDirectory data) {
    return new ProfileRegistry(derived, data.profiles());
  }

  @Bean
  SealedRuns sealedRuns(DataDirectory data) {
    return new SealedRuns(data.runs());
  }

  @Bean
  RunQueries runCatalogue(OpenRunRegistry runs, SealedRuns sealed, MergeLog merges, WorkPool pool) {
    return new RunQueries(runs, sealed, merges, pool);
  }

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
  OpeningKeys openingKeys(OpenRunRegistry runs, SealedRuns sealed, Clock clock) {
    return new OpeningKeys(
        () -> runs.unsealed().stream().map(UnsealedRun::record).toList(),
        sealed::ids,
        sealed::readable,
        clock,
        SAME_KEY_PATIENCE);
  }

  @Bean
  OpeningAnswers openingAnswers(OpenRunRegistry runs, SealedRuns sealed, RunTokens tokens) {
    return new OpeningAnswers(runs, sealed, tokens);
  }

  @Bean
  RunClosing runClosing(
      OpenRunRegistry runs,
      SandboxEngine sandboxes,
      SandboxSetup setup,
      Mirrors mirrors,
      RepositoryRegistry repositories,
      SigningKeys keys,
      DataDirectory data,
      EvidenceUsage usage,
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
            usage);
    return new RunClosing(runs, acts, keys, clock);
  }

  /** Verifies and seals; the closer drains it before open runs are suspended. */
  @Bean(destroyMethod = "shutdownNow")
  ThreadPoolExecutor closingExecutor(GatehouseProperties properties) {
    return RunSealer.executor(properties.closingsAtOnce());
  }

  @Bean
  RunSealer closer(
      OpenRunRegistry runs,
      ApprovalQueue desk,
      RunClosing closing,
      StorageRoom storage,
      Clock clock,
      GatehouseProperties properties,
      ThreadPoolExecutor closingExecutor) {
    return new RunSealer(
        runs, desk, closing, storage, clock, properties.closingsAtOnce(), closingExecutor);
  }

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
      StorageRoom storage,
      RunSealer closer) {
    RunReopening reopening =
        new RunReopening(
            runs,
            factory,
            mirrors,
            repositories,
            data,
            leftovers,
            listener,
            storage,
            Runtime.getRuntime().maxMemory() / MOST_OF_HEAP);
    return new RunRecovery(
        runs, reopening, new BrokenRuns(runs, storage, closer::has), leftovers, data);
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
      RunSealer closer,
      TaskScheduler scheduler,
      GatehouseProperties properties) {
    return new GatewayLifecycle(recovery, runs, closer, scheduler, properties.closingCheckEvery());
  }
}
