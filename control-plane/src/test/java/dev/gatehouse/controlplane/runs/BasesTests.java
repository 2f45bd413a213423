package dev.gatehouse.controlplane.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.controlplane.runs.recovery.RecoveryFixture;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.workspace.repository.Mirror;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BasesTests {
  private static final long HEAP = 512L << 20;
  private static final int BYTES = 1000;

  @TempDir Path directory;
  private RecoveryFixture gateway;
  private Mirror mirror;
  private GitId large;
  private GitId small;

  @BeforeEach
  void create() throws Exception {
    BaseRepository origin = BaseRepository.create(directory.resolve("origin"));
    origin.script("git branch small; for i in $(seq 9); do printf '%1000s' > f$i; done");
    origin.script("rm a.txt").commit();
    gateway = new RecoveryFixture(directory.resolve("data"), origin.directory());
    mirror = Mirror.create(directory.resolve("mirror.git"), origin.directory());
    large = mirror.resolve("main").commit();
    small = mirror.resolve("small").commit();
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void listingsTakeTheirShareOfTheHeapTogetherAndNotMore() {
    Bases bases = new Bases(gateway.runs, StorageRoom.PLENTY, 4 * 9 * 500);
    Boolean opened =
        bases.open(
            "a",
            mirror,
            large,
            first -> {
              assertThat(opens(bases, "b", large)).as("the same is there once").isTrue();
              assertThatThrownBy(() -> opens(bases, "b", small))
                  .isInstanceOfSatisfying(
                      ApiException.class,
                      e -> assertThat(e.code()).isEqualTo(ApiErrorCode.OVERLOADED));
              return true;
            });
    assertThat(opened).isTrue();
    assertThat(opens(bases, "b", small)).as("what is over takes nothing").isTrue();
  }

  @Test
  void roomIsAskedForBeforeABaseIsWrittenTogetherWithThoseThatAreBeingWritten() {
    List<Long> asked = new ArrayList<>();
    StorageRoom room =
        (need, bytes) -> {
          asked.add(bytes);
          if (bytes > 3 * 9 * BYTES) {
            throw new SyscallException(SyscallErrorCode.STORAGE_FULL, "no room", "make room");
          }
        };
    Bases bases = new Bases(gateway.runs, room, HEAP);
    bases.open(
        "a",
        mirror,
        large,
        first -> {
          assertThatThrownBy(() -> opens(bases, "b", large))
              .isInstanceOfSatisfying(
                  SyscallException.class,
                  e -> assertThat(e.code().name()).isEqualTo("STORAGE_FULL"));
          return true;
        });
    assertThat(opens(bases, "b", large)).isTrue();
    assertThat(asked).containsExactly(2L * 9 * BYTES, 4L * 9 * BYTES, 2L * 9 * BYTES);
  }

  @Test
  void aRunThatIsOpenCountsAndAnOpeningThatFailedDoesNot() {
    Bases bases = new Bases(gateway.runs, StorageRoom.PLENTY, 4 * 9 * 500);
    assertThatThrownBy(() ->
            bases.open(
                "a",
                mirror,
                large,
                base -> {
                  throw new IllegalStateException("no sandbox");
                }))
        .hasMessage("no sandbox");
    assertThat(opens(bases, "a", small)).isTrue();

    gateway.left("run-1");
    gateway.goOn.countDown();
    gateway.recovery.start();
    gateway.awaitOpened();
    assertThatThrownBy(
            () -> opens(new Bases(gateway.runs, StorageRoom.PLENTY, 4 * 4600), "a", small))
        .isInstanceOf(ApiException.class);
    assertThat(opens(new Bases(gateway.runs, StorageRoom.PLENTY, HEAP), "a", small)).isTrue();
  }

  @Test
  void theTextOfAnOpenRunsTaskTakesTwoBytesOfTheShareForEachCharacter() {
    String text = "x".repeat(100_000);
    gateway.left("run-1", "repo", text);
    gateway.goOn.countDown();
    gateway.recovery.start();
    gateway.awaitOpened();
    long runs = 9L * (450 + "f1".length()) + 9L * 64;
    long share = runs + 2L * text.length() + 450 + "a.txt".length();
    assertThat(opens(new Bases(gateway.runs, StorageRoom.PLENTY, 4 * share), "a", small)).isTrue();
    assertThatThrownBy(
            () -> opens(new Bases(gateway.runs, StorageRoom.PLENTY, 4 * share - 1), "a", small))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo(ApiErrorCode.OVERLOADED));
  }

  @Test
  void manyThatReadAtOnceAllGetTheirTurn() throws Exception {
    Bases bases = new Bases(gateway.runs, StorageRoom.PLENTY, HEAP);
    CountDownLatch go = new CountDownLatch(1);
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String agent = "agent-" + i % 3;
      GitId commit = i % 2 == 0 ? large : small;
      all.add(
          CompletableFuture.supplyAsync(
              () -> {
                awaitQuietly(go);
                return opens(bases, agent, commit);
              },
              task -> Thread.ofPlatform().daemon(true).start(task)));
    }
    go.countDown();
    for (CompletableFuture<Boolean> each : all) {
      assertThat(each.get(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  private boolean opens(Bases bases, String agent, GitId commit) {
    return bases.open(agent, mirror, commit, base -> !base.tree().files().isEmpty());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
