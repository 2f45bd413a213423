package dev.gatehouse.controlplane.runs.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.gatewaylog.GatewayLog;
import dev.gatehouse.controlplane.gatewaylog.RepositoryRegistry;
import dev.gatehouse.controlplane.gatewaylog.SignedLog;
import dev.gatehouse.controlplane.repositories.Mirrors;
import dev.gatehouse.controlplane.runs.UlidGenerator;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.RunTerms;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.sandbox.EngineSettings;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.sandbox.docker.DockerSandboxEngine;
import dev.gatehouse.syscalls.environment.SandboxSetup;
import dev.gatehouse.syscalls.limit.RunBounds;
import dev.gatehouse.syscalls.limit.RunUids;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import dev.gatehouse.syscalls.run.RunFactory;
import dev.gatehouse.syscalls.run.RunPlaces;
import dev.gatehouse.workspace.repository.Mirror;
import dev.gatehouse.workspace.repository.PinnedRevision;
import dev.gatehouse.workspace.repository.PinnedTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A start over what a former process left, on a real repository and engine. */
public final class RecoveryFixture implements AutoCloseable {
  static final long MOST_JOURNAL_BYTES = 100_000;
  private static final Profile SHIPPED = ProfileLoader.shipped("contained");
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(30);

  final DataDirectory data;
  public final OpenRunRegistry runs;
  final RunFactory factory;
  public final RunRecovery recovery;

  /** The runs as they were opened. */
  final List<String> opened = new CopyOnWriteArrayList<>();

  /** The runs whose sealing was completed. */
  final List<String> sealed = new CopyOnWriteArrayList<>();

  /** The first opened run holds up the others until this is counted down. */
  public final CountDownLatch goOn = new CountDownLatch(1);

  private final Path origin;
  private final SandboxEngine sandboxes;
  private final SandboxSetup setup;
  private final GatewayLog log;
  private final RepositoryRegistry repositories;

  public RecoveryFixture(Path directory, Path origin) throws IOException {
    this.origin = origin;
    data = DataDirectory.at(directory);
    log = SignedLog.open(directory);
    repositories = new RepositoryRegistry(log, Clock.systemUTC());
    if (repositories.find("repo").isEmpty()) {
      repositories.register(new Identifier("repo"), origin, "op");
    }
    sandboxes = DockerSandboxEngine.connect(EngineSettings.usual());
    setup = new SandboxSetup(sandboxes, data.ownerLabel(), "gatehouse/sandbox:local");
    runs = new OpenRunRegistry(new RunUids(230_000, 100), this::changed);
    factory =
        new RunFactory(
            runs,
            new RunPlaces(data.staging(), data.workspaces(), "test"),
            setup,
            RunBounds.DEFAULT,
            Clock.systemUTC(),
            new UlidGenerator(Clock.systemUTC(), new SplittableRandom()));
    Mirrors mirrors = new Mirrors(data.mirrors());
    Leftovers leftovers = new Leftovers(sandboxes, data);
    recovery =
        new RunRecovery(
            runs,
            new RunReopening(
                runs,
                factory,
                mirrors,
                repositories,
                data,
                leftovers,
                runId -> {},
                sealed::add,
                StorageRoom.PLENTY,
                MOST_JOURNAL_BYTES),
            new BrokenRuns(runs, StorageRoom.PLENTY, runId -> false),
            leftovers,
            data);
  }

  private void changed(String runId) {
    // A run is there for everybody as soon as it is open.
    if (runs.find(runId).isPresent() && !opened.contains(runId)) {
      opened.add(runId);
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A run as a former process left it. */
  public Path left(String runId) {
    return left(runId, "repo");
  }

  Path left(String runId, String repository) {
    return left(runId, repository, "do it");
  }

  public Path left(String runId, String repository, String taskText) {
    Mirror mirror = new Mirrors(data.mirrors()).of(new Identifier("repo"), origin);
    PinnedRevision pinned = mirror.pin("main", runId);
    Instant now = Instant.parse("2026-01-02T03:04:05Z");
    try (PinnedTree base = mirror.tree(pinned.commit());
        OpenFolder folder =
            OpenFolder.create(
                data.staging(),
                new RunRecord(
                    runId,
                    repository,
                    "task",
                    taskText,
                    "main",
                    pinned.commit(),
                    base.tree().gitTree(),
                    SHIPPED.name(),
                    SHIPPED.sha256(),
                    "tester",
                    setup.image(),
                    "test",
                    now),
                RunTerms.of(SHIPPED.toJson()),
                new Event.RunBegun(now, "tester"),
                new Event.LeaseTaken(now, "tester", 1))) {
      return data.staging().resolve(folder.run().runId());
    }
  }

  static void await(BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it holds in time").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  /** Returns when no run waits to be opened. */
  public void awaitOpened() {
    await(() -> runs.unopened().waiting() == 0 && runs.all().size() == opened.size());
  }

  @Override
  public void close() {
    goOn.countDown();
    recovery.stop(STOPPED_WITHIN);
    runs.all().forEach(runs::detach);
    sandboxes.reap(data.ownerLabel(), run -> false);
    sandboxes.close();
    try {
      log.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
