package dev.gatehouse.controlplane.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.index.SealedSummary;
import dev.gatehouse.controlplane.index.TaskName;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.syscalls.SyscallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningKeysTests {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final List<RunRecord> unsealed = new CopyOnWriteArrayList<>();
  @TempDir private Path directory;
  private Instant now = Instant.parse("2026-01-02T03:04:05.678Z");
  private final UlidGenerator ids = new UlidGenerator(() -> now, new Random(1));

  @Test
  void oneRunOpensUnderOneKeyHoweverManyCallsComeAtOnce() throws Exception {
    OpeningKeys keys = keys(LONG);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<Future<String>> calls = new ArrayList<>();
    try (ExecutorService callers = Executors.newCachedThreadPool()) {
      for (int n = 0; n < 8; n++) {
        calls.add(callers.submit(() -> slow(keys, begun, goOn)));
      }
      await(begun);
      goOn.countDown();
      String first = calls.getFirst().get(1, TimeUnit.MINUTES);
      for (Future<String> call : calls) {
        assertThat(call.get(1, TimeUnit.MINUTES)).isEqualTo(first);
      }
    }
    assertThat(unsealed).hasSize(1);
  }

  @Test
  void theKeyBelongsToItsAgentAndItsRequest() {
    OpeningKeys keys = keys(LONG);
    String first = open(keys, "agent", "key", "one");

    assertThat(open(keys, "agent", "key", "one")).isEqualTo(first);
    assertThat(open(keys, "other", "key", "one")).isNotEqualTo(first);
    assertThat(open(keys, "agent", "another", "one")).isNotEqualTo(first);
    assertThat(code(() -> open(keys, "agent", "key", "two"))).isEqualTo("KEY_REUSED");
    assertThat(unsealed).hasSize(3);
  }

  @Test
  void anOpeningThatFailedLeavesTheKeyToTheNextCall() {
    OpeningKeys keys = keys(LONG);
    assertThatThrownBy(() ->
            keys.once(
                "agent",
                call("key", "one"),
                () -> {
                  throw new IllegalStateException("no engine");
                }))
        .hasMessage("no engine");

    assertThat(open(keys, "agent", "key", "two")).isEqualTo(unsealed.getFirst().runId());
  }

  @Test
  void aCallThatWaitsTooLongForAnotherWithItsKeyIsRefused() throws Exception {
    OpeningKeys keys = keys(Duration.ofMillis(20));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newCachedThreadPool()) {
      Future<String> first = callers.submit(() -> slow(keys, begun, goOn));
      await(begun);
      assertThat(code(() -> open(keys, "agent", "key", "one"))).isEqualTo("RUN_BUSY");
      goOn.countDown();
      assertThat(open(keys, "agent", "key", "one")).isEqualTo(first.get(1, TimeUnit.MINUTES));
    }
  }

  @Test
  void aNewProcessKnowsTheKeysOfItsFolders() {
    String open = open(keys(LONG), "agent", "open", "one");
    String closed = open(keys(LONG), "agent", "closed", "one");
    seal(closed);

    assertThat(open(keys(LONG), "agent", "open", "one")).isEqualTo(open);
    assertThat(open(keys(LONG), "agent", "closed", "one")).isEqualTo(closed);
    assertThat(code(() -> open(keys(LONG), "agent", "closed", "two"))).isEqualTo("KEY_REUSED");
  }

  @Test
  void theKeyOfASealedRunIsForgottenADayAfterItsOpeningAndThatOfAnUnsealedOneNever() {
    OpeningKeys running = keys(LONG);
    String open = open(running, "agent", "open", "one");
    String closed = open(running, "agent", "closed", "one");
    seal(closed);

    now = now.plus(OpeningKeys.REMEMBERED).minusMillis(1);
    for (OpeningKeys keys : List.of(running, keys(LONG))) {
      assertThat(open(keys, "agent", "closed", "one")).isEqualTo(closed);
    }
    now = now.plusMillis(2);
    for (OpeningKeys keys : List.of(running, keys(LONG))) {
      assertThat(open(keys, "agent", "open", "one")).isEqualTo(open);
    }
    assertThat(open(running, "agent", "closed", "two")).isNotEqualTo(closed);
  }

  @Test
  void idsOfRunsSortByTheTimeOfTheirOpening() {
    for (int hours = 0; hours < 40; hours++) {
      String before = UlidGenerator.firstRunAt(now);
      String id = ids.run();
      assertThat(id).isGreaterThan(before);
      now = now.plus(HOUR);
      assertThat(id).isLessThan(UlidGenerator.firstRunAt(now));
    }
  }

  /** As a start finds it. */
  private RunIndex index() {
    return RunIndex.open(directory.resolve("runs.jsonl"), directory.resolve("runs"));
  }

  private OpeningKeys keys(Duration patience) {
    return new OpeningKeys(() -> unsealed, index(), () -> now, patience);
  }

  private String open(OpeningKeys keys, String agent, String key, String request) {
    return keys.once(agent, call(key, request), () -> opened(agent, key, request));
  }

  /** An opening that lasts until it may go on. */
  private String slow(OpeningKeys keys, CountDownLatch begun, CountDownLatch goOn) {
    return keys.once(
        "agent",
        call("key", "one"),
        () -> {
          begun.countDown();
          await(goOn);
          return opened("agent", "key", "one");
        });
  }

  private void seal(String runId) {
    RunRecord run =
        unsealed.stream().filter(open -> open.runId().equals(runId)).findFirst().orElseThrow();
    SealedSummary summary = SampleSealedRun.summary(runId, TaskName.of(run));
    index()
        .add(
            new SealedSummary(
                runId,
                summary.task(),
                summary.taskSha256(),
                summary.profile(),
                run.startedAt(),
                summary.baseCommit(),
                run.opening(),
                summary.outcome(),
                summary.bytes()));
    makeFolder(runId);
    unsealed.remove(run);
  }

  /** A start asks for its name alone. */
  private void makeFolder(String runId) {
    try {
      Files.createDirectories(directory.resolve("runs").resolve(runId));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RunRecord opened(String agent, String key, String request) {
    RunRecord run =
        new RunRecord(
            FormatVersion.CURRENT,
            ids.run(),
            "repo",
            "task",
            "do it",
            "main",
            new GitId("1".repeat(40)),
            new GitId("2".repeat(40)),
            "default",
            Digest.of(new byte[0]),
            agent,
            new RunRecord.Image("sha256:" + "3".repeat(64), "4".repeat(64)),
            "test",
            now,
            Optional.of(call(key, request)));
    unsealed.add(run);
    return run;
  }

  private static RunRecord.Opening call(String key, String request) {
    return new RunRecord.Opening(new Identifier(key), Digest.of(request.getBytes(UTF_8)));
  }

  private static String code(Supplier<String> call) {
    return catchThrowableOfType(SyscallException.class, call::get).code().name();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
