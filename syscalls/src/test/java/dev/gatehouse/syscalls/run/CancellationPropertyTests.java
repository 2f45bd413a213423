package dev.gatehouse.syscalls.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.ChangeSet;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.check.FolderCheck;
import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.folder.SealInputs;
import dev.gatehouse.evidence.folder.Sealing;
import dev.gatehouse.evidence.journal.Cancellation;
import dev.gatehouse.evidence.journal.Cancellation.Role;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.keys.SigningKeys;
import dev.gatehouse.sandbox.FakeSandboxEngine;
import dev.gatehouse.sandbox.Termination;
import dev.gatehouse.syscalls.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run that is cancelled at a random point of random commands leaves a whole folder, whose files
 * are the base and what was committed.
 */
class CancellationPropertyTests {
  private static final int COMMANDS = 6;
  private static final SigningKeys KEYS = SigningKeys.generate();
  private static final Cancellation WANTED =
      new Cancellation(RunFixture.AGENT, Role.AGENT, "c-1", "the task is gone");

  @TempDir Path data;

  /** Where in a command the cancellation comes. */
  private enum Point {
    BEFORE,
    PREPARED,
    WRITTEN,
    BEHIND
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void theFolderIsWholeAndItsFilesAreTheBaseAndWhatWasCommitted(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    FakeSandboxEngine engine = new FakeSandboxEngine(Files.createDirectory(data.resolve("layers")));
    try (RunFixture fixture = RandomLayer.base(RunFixture.without(data, engine), random)) {
      OpenRun run = fixture.open("random");
      Tree expected = run.committedTree();
      int last = random.nextInt(COMMANDS);
      for (int n = 0; n < last; n++) {
        RandomLayer layer = RandomLayer.of(random, run.committedTree());
        engine.command =
            (line, upper) -> {
              layer.write(upper);
              return new Termination.Exited(0);
            };
        expected = expected.with(committed(fixture.shell(run, "true")));
      }
      Point point = Point.values()[random.nextInt(Point.values().length)];
      expected = expected.with(cancelled(fixture, engine, run, random, point));

      assertThat(run.endedAs()).contains(RunStatus.CANCELLED);
      assertThat(run.committedTree()).as("seed %s, %s", seed, point).isEqualTo(expected);
      Path folder = sealed(run);
      assertThat(FolderCheck.check(folder, KEYS.trust()).findings()).isEmpty();
      RunEvidence evidence = RunEvidence.read(folder);
      assertThat(evidence.tree()).contains(expected);
      assertThat(((Event.RunEnded) evidence.events().getLast()).cancelled()).contains(WANTED);
    }
  }

  /** Cancels at that point of one command more; what was committed of it. */
  private static ChangeSet cancelled(
      RunFixture fixture,
      FakeSandboxEngine engine,
      OpenRun run,
      SplittableRandom random,
      Point point)
      throws Exception {
    RandomLayer layer = RandomLayer.of(random, run.committedTree());
    Semaphore reached = new Semaphore(0);
    Semaphore stopped = new Semaphore(0);
    engine.onCancel = stopped::release;
    engine.onPrepare =
        () -> {
          release(reached, point == Point.PREPARED);
          return Optional.empty();
        };
    engine.command =
        (line, upper) -> {
          layer.write(upper);
          release(reached, point == Point.WRITTEN);
          boolean killed = point == Point.WRITTEN ? waited(stopped) : stopped.tryAcquire();
          return killed ? new Termination.Cancelled() : new Termination.Exited(0);
        };
    release(reached, point == Point.BEFORE);
    CompletableFuture<Optional<Answer.CommandRan>> call =
        CompletableFuture.supplyAsync(() -> ran(fixture, run));
    if (point == Point.BEHIND) {
      Optional<Answer.CommandRan> answer = call.get(60, TimeUnit.SECONDS);
      RunCancellation.cancel(run, WANTED, Duration.ofSeconds(30));
      return answer.map(CancellationPropertyTests::committed).orElseThrow();
    }
    assertThat(waited(reached)).isTrue();
    RunCancellation.cancel(run, WANTED, Duration.ofSeconds(30));
    return call.get(60, TimeUnit.SECONDS)
        .map(CancellationPropertyTests::committed)
        .orElse(new ChangeSet(List.of()));
  }

  private static Optional<Answer.CommandRan> ran(RunFixture fixture, OpenRun run) {
    try {
      return Optional.of(fixture.shell(run, "true"));
    } catch (GatehouseException e) {
      assertThat(e.code().name()).isEqualTo("RUN_NOT_OPEN");
      return Optional.empty();
    }
  }

  private static void release(Semaphore semaphore, boolean now) {
    if (now) {
      semaphore.release();
    }
  }

  private static boolean waited(Semaphore semaphore) {
    try {
      return semaphore.tryAcquire(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static ChangeSet committed(Answer.CommandRan answer) {
    return new ChangeSet(
        answer.changes().stream()
            .filter(each -> each.disposition() == Disposition.COMMITTED)
            .map(PathOutcome::toChange)
            .toList());
  }

  private Path sealed(OpenRun run) throws IOException {
    run.folder().writeData("tree.json", run.committedTree().toJson().canonical());
    run.folder().writeData("diff.patch", "".getBytes(UTF_8));
    run.folder().checkpoint(KEYS);
    SealInputs facts =
        new SealInputs(
            RunStatus.CANCELLED,
            SealInputs.Verdict.NONE,
            Optional.empty(),
            Optional.of(run.committedTree().gitTree()),
            Instant.parse("2026-01-03T00:00:00Z"));
    Path sealed = Files.createDirectory(data.resolve("sealed"));
    return Sealing.seal(run.folder(), KEYS, facts, sealed).path();
  }
}
