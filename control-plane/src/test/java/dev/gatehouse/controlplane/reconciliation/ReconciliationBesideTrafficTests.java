package dev.gatehouse.controlplane.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.gatewaylog.GatewayLog;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.Identity;
import dev.gatehouse.controlplane.gatewaylog.RepositoryRegistry;
import dev.gatehouse.controlplane.identities.Identities;
import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.projection.GeneratedRun;
import dev.gatehouse.controlplane.projection.GeneratedRun.Fate;
import dev.gatehouse.controlplane.projection.LiveRuns;
import dev.gatehouse.controlplane.projection.RowStore;
import dev.gatehouse.controlplane.projection.RunSource;
import dev.gatehouse.controlplane.reconciliation.ReconciliationFinding.Code;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reconciliation while the gateway works. */
class ReconciliationBesideTrafficTests extends ReconciliationFixture {
  private static final long SEED = 20260302;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final List<String> unannounced = new ArrayList<>();

  @Test
  void whatHappensMeanwhileIsNotFound() {
    GeneratedRun runs = generator(SEED, data, projection()::changed);
    make(runs, 6);
    projection().flush();
    GeneratedRun late = generator(SEED + 1, data, unannounced::add);
    // Its runs opened before those that are there already, whose attempts they move.
    GeneratedRun latest = generator(SEED + 2, data, projection()::changed);
    Reconciliation reconciliation =
        beside(
            rig.part(RunSource.class),
            () -> {
              make(late, 8);
              entries("scan");
            },
            () -> {
              unannounced.forEach(projection()::changed);
              make(latest, 8);
              entries("comparison");
            });
    assertThat(reconciliation.reconcile(true).findings()).isEmpty();
    assertThat(rig.count("approvals")).isPositive();
    projection().flush();
    assertThat(rig.part(Reconciliation.class).reconcile(false).findings()).isEmpty();
    assertThat(rig.count("runs")).isEqualTo(23);
    assertThat(rig.count("findings")).isZero();
  }

  @Test
  void whatIsTamperedWithMeanwhileIsFound() {
    GeneratedRun runs = generator(SEED, data, unannounced::add);
    make(runs, 6);
    String run = unannounced.getLast();
    unannounced.forEach(projection()::changed);
    projection().flush();
    unannounced.clear();
    Reconciliation reconciliation =
        beside(
            rig.part(RunSource.class),
            () -> {
              make(runs, 8);
              rig.sql("UPDATE runs SET profile = 'lax' WHERE run_id = '" + run + "'");
              rig.sql(
                  "UPDATE tasks SET text_sha256 = 'other' WHERE (repository, agent, task_id) ="
                      + " (SELECT repository, agent, task_id FROM runs WHERE run_id = '"
                      + run
                      + "')");
              rig.sql(
                  "INSERT INTO identities VALUES"
                      + " ('mallory', 'OPERATOR', 'token', true, '{}', '{}', 0, 99)");
              entries("scan");
            },
            () -> unannounced.forEach(projection()::changed));
    assertThat(reconciliation.reconcile(true).findings())
        .allMatch(ReconciliationFinding::repaired)
        .extracting(ReconciliationFinding::code, ReconciliationFinding::runId)
        .containsExactly(
            tuple(Code.R02_ROW_STALE, Optional.empty()),
            tuple(Code.R02_ROW_STALE, Optional.of(run)),
            tuple(Code.R11_IDENTITY_FORGED, Optional.empty()));
    assertThat(rig.part(Reconciliation.class).reconcile(true).findings()).isEmpty();
  }

  @Test
  void whatCountedForNoAttemptUntilItsRowsWereWrittenIsNotFound() {
    SealedWithoutLine runs = sealedWithoutLine();
    Reconciliation reconciliation =
        beside(rig.part(RunSource.class), () -> {}, () -> projection().changed(runs.sealed()));
    assertThat(attempt(runs.later())).isEqualTo(1);
    assertThat(reconciliation.reconcile(true).findings()).isEmpty();
    projection().flush();
    assertThat(attempt(runs.later())).isEqualTo(2);
    assertThat(rig.part(Reconciliation.class).reconcile(false).findings()).isEmpty();
  }

  @Test
  void laterAttemptsAreWrittenThoughTheRowsOfTheRunCouldNotBeAtFirst() {
    SealedWithoutLine runs = sealedWithoutLine();
    rig.sql("ALTER TABLE leases RENAME TO leases_away");
    projection().changed(runs.sealed());
    assertThatThrownBy(projection()::flush).isInstanceOf(DataAccessException.class);
    rig.sql("ALTER TABLE leases_away RENAME TO leases");
    projection().flush();
    assertThat(attempt(runs.later())).isEqualTo(2);
    assertThat(rig.part(Reconciliation.class).reconcile(false).findings()).isEmpty();
  }

  /**
   * Two runs of one task.
   *
   * @param sealed the first: its rows say that it is open, and the index has no line of it
   * @param later its rows were written meanwhile
   */
  private record SealedWithoutLine(String sealed, String later) {}

  private SealedWithoutLine sealedWithoutLine() {
    GeneratedRun runs =
        new GeneratedRun(
            data,
            SigningKeys.loadOrCreate(data.keys()),
            () -> 0,
            runId -> {
              if (!Files.exists(data.runs().resolve(runId))) {
                projection().changed(runId);
                projection().flush();
              }
            });
    return new SealedWithoutLine(runs.next(Fate.PASSED), runs.next(Fate.OPEN));
  }

  private int attempt(String runId) {
    return rig.part(RowStore.class).read(runId).orElseThrow().run().attempt();
  }

  @Test
  void aRunIsComparedOnceItsOpeningOrItsSealIsAnnounced() {
    String open = generator(SEED, data, _ -> {}).next(Fate.OPEN);
    String sealed = generator(SEED + 1, data, _ -> {}).next(Fate.PASSED);
    LiveRuns.LiveRun live = live(open).orElseThrow();
    AtomicBoolean busy = new AtomicBoolean(true);
    RunSource source =
        new RunSource(
            data,
            Optional.of(
                new LiveRuns() {
                  @Override
                  public Optional<LiveRun> find(String runId) {
                    return runId.equals(open) ? Optional.of(live) : Optional.empty();
                  }

                  @Override
                  public boolean isOpening(String runId) {
                    return busy.get() && runId.equals(open);
                  }

                  @Override
                  public boolean isUnsealed(String runId) {
                    return busy.get() && runId.equals(sealed);
                  }
                }));
    Reconciliation reconciliation = beside(source, () -> {}, () -> {});
    assertThat(reconciliation.reconcile(true).findings()).isEmpty();
    busy.set(false);
    assertThat(reconciliation.reconcile(true).findings())
        .filteredOn(finding -> finding.code() == Code.R01_ROW_MISSING)
        .extracting(finding -> finding.runId().orElseThrow())
        .containsExactlyInAnyOrder(open, sealed);
    assertThat(reconciliation.reconcile(true).findings()).isEmpty();
  }

  @Test
  void aFolderThatIsStrangeForAMomentIsNotFound() {
    generator(SEED, data, projection()::changed).next(Fate.PASSED);
    AtomicBoolean strange = new AtomicBoolean(true);
    Reconciliation reconciliation =
        new Reconciliation(
            rig.part(RunSource.class),
            rig.part(GatewayLog.class),
            rig.part(RowStore.class),
            rig.part(RunIndex.class),
            projection(),
            _ -> strange.getAndSet(false) ? Optional.of("not whole") : Optional.empty(),
            new FindingStore(rig.part(JdbcClient.class), InstantSource.system()),
            new NoSetAsideRuns());
    assertThat(reconciliation.reconcile(true).findings()).isEmpty();
    assertThat(strange).isFalse();
  }

  @Test
  void nothingIsFoundWhileRunsOpenAndAreSealed() throws Exception {
    DataDirectory elsewhere = DataDirectory.at(root.resolve("elsewhere"));
    GeneratedRun runs = generator(SEED, elsewhere, _ -> {});
    Files.createDirectories(data.staging());
    Files.createDirectories(data.runs());
    Set<String> opening = ConcurrentHashMap.newKeySet();
    RunSource source = new RunSource(data, Optional.of(new Opening(opening)));
    Reconciliation reconciliation = beside(source, () -> {}, () -> {});
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<Throwable> failed = new AtomicReference<>();
    Thread worker =
        Thread.ofPlatform()
            .start(() -> {
              try {
                for (int made = 0; !stop.get(); made++) {
                  open(elsewhere, runs.next(), opening);
                  entries("at-" + made);
                }
              } catch (IOException | RuntimeException e) {
                failed.set(e);
              }
            });
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      for (int pass = 1; pass <= 10; pass++) {
        assertThat(reconciliation.reconcile(true).findings()).isEmpty();
        while (rig.count("runs") < 3L * pass && failed.get() == null) {
          assertThat(System.nanoTime()).as("time").isLessThan(deadline);
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    } finally {
      stop.set(true);
      worker.join(PATIENCE);
    }
    assertThat(failed.get()).isNull();
    assertThat(reconciliation.reconcile(true).findings()).isEmpty();
    assertThat(rig.count("findings")).isZero();
  }

  /** As the gateway does: the folder is there, then it is announced, then it is open. */
  private void open(DataDirectory from, String runId, Set<String> opening) throws IOException {
    opening.add(runId);
    if (Files.exists(from.runs().resolve(runId))) {
      Files.move(from.runs().resolve(runId), data.runs().resolve(runId));
    } else {
      Files.move(from.staging().resolve(runId), data.staging().resolve(runId));
    }
    projection().changed(runId);
    opening.remove(runId);
  }

  private final class Opening implements LiveRuns {
    private final Set<String> runs;

    Opening(Set<String> runs) {
      this.runs = runs;
    }

    @Override
    public Optional<LiveRun> find(String runId) {
      return live(runId);
    }

    @Override
    public boolean isOpening(String runId) {
      return runs.contains(runId);
    }
  }

  private Optional<LiveRuns.LiveRun> live(String runId) {
    Path folder = data.staging().resolve(runId);
    if (!Files.exists(folder)) {
      return Optional.empty();
    }
    RunEvidence evidence = RunEvidence.read(folder);
    return Optional.of(new LiveRuns.LiveRun(evidence.run(), evidence.events(), Instant.now()));
  }

  /**
   * A reconciliation beside a gateway that does something.
   *
   * @param atScan what it does once when the first sealed folder is checked
   * @param afterLook what it does once before the second look
   */
  private Reconciliation beside(RunSource source, Runnable atScan, Runnable afterLook) {
    generator(SEED + 9, data, projection()::changed).next(Fate.PASSED);
    projection().flush();
    // Attempts that it has moved.
    projection().flush();
    AtomicReference<Runnable> scan = new AtomicReference<>(atScan);
    AtomicReference<Runnable> look = new AtomicReference<>(afterLook);
    return new Reconciliation(
        source,
        rig.part(GatewayLog.class),
        rig.part(RowStore.class),
        rig.part(RunIndex.class),
        projection(),
        _ -> {
          scan.getAndSet(() -> {}).run();
          return Optional.empty();
        },
        new FindingStore(rig.part(JdbcClient.class), InstantSource.system()),
        new NoSetAsideRuns() {
          @Override
          public SortedMap<String, String> reasons() {
            look.getAndSet(() -> {}).run();
            return super.reasons();
          }
        });
  }

  private void entries(String name) {
    rig.part(RepositoryRegistry.class)
        .register(new Identifier("origin-" + name), Path.of("/srv/r0"), "operator");
    rig.part(Identities.class).add(new Identity.Operator("operator-" + name), "operator");
  }

  private static void make(GeneratedRun runs, int count) {
    for (int i = 0; i < count; i++) {
      runs.next();
    }
  }

  private GeneratedRun generator(long seed, DataDirectory into, Consumer<String> changed) {
    return new GeneratedRun(into, SigningKeys.loadOrCreate(data.keys()), new Random(seed), changed);
  }
}
