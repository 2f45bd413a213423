package dev.gatehouse.controlplane.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.Rig;
import dev.gatehouse.controlplane.database.DatabaseUnavailableException;
import dev.gatehouse.controlplane.identities.Identities;
import dev.gatehouse.controlplane.index.UnprojectedRuns;
import dev.gatehouse.controlplane.projection.GeneratedRun.Fate;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectionTests {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  @TempDir Path root;

  @Test
  void losesNothingWhileItsDatabaseIsAway() throws Exception {
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
    DataDirectory data = DataDirectory.at(root.resolve("data"));
    try (Rig rig = Rig.start(data.root(), Map.of())) {
      RunChanges changes = rig.part(RunChanges.class);
      RunRows rows = rig.part(RunRows.class);
      GeneratedRun runs =
          new GeneratedRun(
              data, SigningKeys.loadOrCreate(data.keys()), new Random(3), changes::changed);
      String before = runs.next(Fate.OPEN);
      RowStore store = rig.part(RowStore.class);
      await(() -> store.read(before).isPresent());
      kill(data);
      assertThatThrownBy(() -> rows.sealed(RunFilter.ALL, 1))
          .isInstanceOf(DatabaseUnavailableException.class);
      String during = runs.next(Fate.PASSED);
      Identities identities = rig.part(Identities.class);
      assertThat(identities.authenticate(Files.readString(data.operatorToken()))).isPresent();
      await(() -> isThere(rows, during));
      assertThat(store.read(before)).isPresent();
      assertThat(rig.part(UnprojectedRuns.class).newestFirst()).isEmpty();
    }
    assertThat(data.postgres().resolve("cluster/postmaster.pid")).doesNotExist();
  }

  private static boolean isThere(RunRows rows, String runId) {
    try {
      return rows.sealed(RunFilter.ALL, 1).equals(List.of(runId));
    } catch (DatabaseUnavailableException e) {
      return false;
    }
  }

  /**
   * Kills the server as a crash would. Its children are killed as well, since they go on answering
   * until they notice that the server is gone.
   */
  private static void kill(DataDirectory data) throws Exception {
    Path file = data.postgres().resolve("cluster/postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(file).getFirst());
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
    List<ProcessHandle> children = server.descendants().toList();
    server.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle child : children) {
      child.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time").isLessThan(deadline);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
