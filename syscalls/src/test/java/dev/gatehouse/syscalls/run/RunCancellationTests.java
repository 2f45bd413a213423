package dev.gatehouse.syscalls.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.evidence.folder.BlobUsage;
import dev.gatehouse.evidence.journal.Cancellation;
import dev.gatehouse.evidence.journal.Cancellation.Role;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.sandbox.FakeSandboxEngine;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.sandbox.Termination;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.RunPhase;
import dev.gatehouse.syscalls.Syscall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that somebody cancels, on an engine without containers. */
class RunCancellationTests {
  private static final String WORKFLOW = ".github/workflows/ci.yml";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Cancellation BY_OPERATOR = by("alice", "c-1", "it fills the disk");

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private FakeSandboxEngine engine;
  private RunFixture fixture;
  private Path data;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    data = directory;
    engine = new FakeSandboxEngine(Files.createDirectory(directory.resolve("layers")));
    fixture = RunFixture.without(directory, engine).with("a.txt", "one\n");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void theEndOfTheRunSaysWhoAndEndsWhatWaits() {
    OpenRun run = fixture.open("cancelled");
    fixture.write(run, "b.txt", "absent", "two\n");
    fixture.write(run, WORKFLOW, "absent", "on: push\n");
    Approval held = run.runState().waiting().getFirst();

    RunCancellation.cancel(run, BY_OPERATOR, PATIENCE);

    assertThat(run.phase()).isEqualTo(RunPhase.SEALING);
    assertThat(run.folder().events().getLast())
        .isEqualTo(new Event.RunEnded(run.now(), RunStatus.CANCELLED, Optional.of(BY_OPERATOR)));
    assertThat(run.waitingApprovals()).isZero();
    assertThat(fixture.approvalQueue.waiting()).isEmpty();
    assertThat(run.runState().settled(held.approvalId()))
        .hasValueSatisfying(settled -> {
          assertThat(settled.state()).isEqualTo(Approval.State.EXPIRED);
          assertThat(settled.by()).isEqualTo("gateway");
          assertThat(settled.comment()).isEqualTo("the run was cancelled");
        });
    assertThat(data.resolve("workspaces/cancelled")).doesNotExist();
    assertCode("RUN_NOT_OPEN", () -> fixture.write(run, "c.txt", "absent", "three\n"));
  }

  /** A manifest lists the blobs when the run is sealed, at once after its end. */
  @Test
  void aLargeRequestThatComesAfterTheEndLeavesNoContent() {
    OpenRun run = fixture.open("large");
    fixture.write(run, "b.txt", "absent", "b".repeat(5000));
    RunCancellation.cancel(run, BY_OPERATOR, PATIENCE);
    BlobUsage before = run.folder().blobUsage();
    int lines = run.folder().events().size();

    assertCode("RUN_NOT_OPEN", () -> fixture.shell(run, "true ".repeat(2000)));
    assertCode("RUN_NOT_OPEN", () -> fixture.write(run, "c.txt", "absent", "c".repeat(5000)));

    assertThat(run.folder().blobUsage()).isEqualTo(before);
    assertThat(run.folder().events()).hasSize(lines);
  }

  @Test
  void theSameCallAgainDoesNothingAndAnotherOneIsAConflict() {
    OpenRun run = fixture.open("again");
    RunCancellation.cancel(run, BY_OPERATOR, PATIENCE);
    int lines = run.folder().events().size();

    RunCancellation.cancel(run, BY_OPERATOR, PATIENCE);
    assertCode(
        "KEY_REUSED",
        () -> RunCancellation.cancel(run, by("alice", "c-1", "another reason"), PATIENCE));
    assertCode(
        "RUN_NOT_CANCELLABLE",
        () -> RunCancellation.cancel(run, by("alice", "c-2", "it fills the disk"), PATIENCE));
    assertCode(
        "RUN_NOT_CANCELLABLE",
        () -> RunCancellation.cancel(run, by("bob", "c-1", "it fills the disk"), PATIENCE));
    assertThat(run.folder().events()).hasSize(lines);
  }

  @Test
  void aDecisionThatComesAfterTheCancellationIsAConflict() {
    OpenRun run = waiting("late");
    Approval held = run.runState().waiting().getFirst();
    RunCancellation.cancel(run, BY_OPERATOR, PATIENCE);
    assertThat(run.endedAs()).contains(RunStatus.CANCELLED);

    for (boolean approve : new boolean[] {true, false}) {
      assertCode(
          "APPROVAL_SETTLED",
          () ->
              fixture.approvalQueue.decide(
                  held.approvalId(), approve, held.proposalSha256(), "alice", ""));
    }
    assertThat(run.committedTree()).isEqualTo(run.base());
  }

  @Test
  void aDecisionThatCameBeforeCountsAndIsAnsweredAgain() {
    OpenRun run = fixture.open("decided");
    fixture.write(run, WORKFLOW, "absent", "on: push\n");
    Approval held = run.runState().waiting().getFirst();
    Supplier<Approval.State> approve =
        () ->
            fixture.approvalQueue.decide(
                held.approvalId(), /* approve= */ true, held.proposalSha256(), "alice", "");
    assertThat(approve.get()).isEqualTo(Approval.State.COMMITTED);

    RunCancellation.cancel(run, BY_OPERATOR, PATIENCE);
    assertThat(approve.get()).isEqualTo(Approval.State.COMMITTED);
    assertThat(run.committedTree()).isNotEqualTo(run.base());
  }

  @Test
  void aRunThatIsBeingVerifiedIsNotCancelled() {
    OpenRun run = fixture.open("verifying");
    run.submit(fixture.caller(run));

    assertCode("RUN_NOT_CANCELLABLE", () -> RunCancellation.cancel(run, BY_OPERATOR, PATIENCE));
    assertThat(run.phase()).isEqualTo(RunPhase.VERIFYING);
    run.complete();
    assertCode("RUN_NOT_CANCELLABLE", () -> RunCancellation.cancel(run, BY_OPERATOR, PATIENCE));
  }

  @Test
  void theCommandThatRunsIsStoppedAndNothingOfItCounts() throws Exception {
    OpenRun run = fixture.open("running");
    untilItIsStopped();
    CompletableFuture<Answer.CommandRan> call =
        CompletableFuture.supplyAsync(() -> fixture.shell(run, "sleep 600"));
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Answer> next =
        CompletableFuture.supplyAsync(() -> fixture.write(run, "b.txt", "absent", "two\n"));

    RunCancellation.cancel(run, BY_OPERATOR, PATIENCE);

    Answer.CommandRan answer = call.get(30, TimeUnit.SECONDS);
    assertThat(answer.ending()).isEqualTo("CANCELLED");
    assertThat(answer.changes())
        .isNotEmpty()
        .allSatisfy(change -> {
          assertThat(change.disposition()).isEqualTo(Disposition.DROPPED);
          assertThat(change.decision().rule()).isEqualTo("builtin.killed");
        });
    assertThatThrownBy(() -> next.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            GatehouseException.class,
            refused -> assertThat(refused.code().name()).isEqualTo("RUN_NOT_OPEN"));
    assertThat(run.committedTree()).isEqualTo(run.base());
    assertThat(run.runState().unsettledCalls()).isEmpty();
    assertThat(run.endedAs()).contains(RunStatus.CANCELLED);
  }

  @Test
  void aCommandThatCouldNotEvenBeStoppedInOrderIsRefused() throws Exception {
    OpenRun run = fixture.open("gone");
    engine.onCancel = stopped::countDown;
    engine.command =
        (line, upper) -> {
          begun.countDown();
          await(stopped);
          throw SandboxException.lost("the container is gone");
        };
    CompletableFuture<Answer.CommandRan> call =
        CompletableFuture.supplyAsync(() -> fixture.shell(run, "sleep 600"));
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

    RunCancellation.cancel(run, BY_OPERATOR, PATIENCE);

    assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
        .cause()
        .hasMessageContaining("is being cancelled");
    assertThat(run.folder().events()).hasAtLeastOneElementOfType(Event.CallAborted.class);
    assertThat(run.endedAs()).contains(RunStatus.CANCELLED);
  }

  @Test
  void aWaitForAnOperatorEndsWithTheRun() throws Exception {
    OpenRun run = waiting("waits");
    String approval = run.runState().waiting().getFirst().approvalId();
    CompletableFuture<Answer> wait =
        CompletableFuture.supplyAsync(() ->
            fixture.call(
                fixture.caller(run), new Syscall.ApprovalWait(approval, Duration.ofMinutes(1))));

    RunCancellation.cancel(run, BY_OPERATOR, PATIENCE);

    assertThatThrownBy(() -> wait.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            GatehouseException.class,
            refused -> assertThat(refused.code().name()).isEqualTo("RUN_NOT_OPEN"));
  }

  @Test
  void aNewProcessKnowsTheCallThatCancelled() throws IOException {
    OpenRun run = waiting("known");
    RunCancellation.cancel(run, BY_OPERATOR, PATIENCE);
    fixture.runs.detach(run);

    OpenRun again = fixture.recover("known");
    assertThat(again.phase()).isEqualTo(RunPhase.SEALING);
    assertThat(again.waitingApprovals()).isZero();
    RunCancellation.cancel(again, BY_OPERATOR, PATIENCE);
    assertCode(
        "RUN_NOT_CANCELLABLE",
        () -> RunCancellation.cancel(again, by("alice", "c-2", "again"), PATIENCE));
  }

  @Test
  void anEndThatCouldNotBeWrittenDownIsNone() throws IOException {
    OpenRun run = waiting("broken");
    run.folder().close();
    assertCode("EVIDENCE_BROKEN", () -> RunCancellation.cancel(run, BY_OPERATOR, PATIENCE));
    assertCode("EVIDENCE_BROKEN", () -> RunCancellation.cancel(run, BY_OPERATOR, PATIENCE));
    assertThat(fixture.runs.retire(run)).isTrue();

    OpenRun again = fixture.recover("broken");
    assertThat(again.phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVALS);
    assertThat(again.waitingApprovals()).isEqualTo(1);
    RunCancellation.cancel(again, BY_OPERATOR, PATIENCE);
    assertThat(again.endedAs()).contains(RunStatus.CANCELLED);
  }

  @Test
  void ofASubmitAndACancellationOneWins() throws Exception {
    for (int n = 0; n < 50; n++) {
      OpenRun run = fixture.open("race-" + n);
      CompletableFuture<Optional<String>> submit =
          CompletableFuture.supplyAsync(() -> code(() -> run.submit(fixture.caller(run))));
      Optional<String> cancel = code(() -> RunCancellation.cancel(run, BY_OPERATOR, PATIENCE));

      Optional<String> submitted = submit.get(30, TimeUnit.SECONDS);
      if (cancel.isEmpty()) {
        assertThat(run.endedAs()).contains(RunStatus.CANCELLED);
        assertThat(run.folder().events()).noneMatch(Event.RunSubmitted.class::isInstance);
      } else {
        assertThat(cancel).contains("RUN_NOT_CANCELLABLE");
        assertThat(submitted).isEmpty();
        assertThat(run.phase()).isEqualTo(RunPhase.VERIFYING);
      }
      fixture.runs.release(run);
    }
  }

  @Test
  void ofAnApprovalAndACancellationBothAreInOneOrder() throws Exception {
    for (int n = 0; n < 50; n++) {
      OpenRun run = waiting("decides-" + n);
      Approval held = run.runState().waiting().getFirst();
      CompletableFuture<Optional<String>> approve =
          CompletableFuture.supplyAsync(() ->
              code(() ->
                  fixture.approvalQueue.decide(
                      held.approvalId(), /* approve= */ true, held.proposalSha256(), "alice", "")));
      Optional<String> cancel = code(() -> RunCancellation.cancel(run, BY_OPERATOR, PATIENCE));

      Optional<String> approved = approve.get(30, TimeUnit.SECONDS);
      if (cancel.isEmpty()) {
        assertThat(approved).contains("APPROVAL_SETTLED");
        assertThat(run.committedTree()).isEqualTo(run.base());
      } else {
        assertThat(cancel).contains("RUN_NOT_CANCELLABLE");
        assertThat(approved).isEmpty();
        assertThat(run.phase()).isEqualTo(RunPhase.VERIFYING);
      }
      fixture.runs.release(run);
    }
  }

  /** A command that writes, and goes on until it is stopped. */
  private void untilItIsStopped() {
    engine.onCancel = stopped::countDown;
    engine.command =
        (line, upper) -> {
          Files.writeString(upper.resolve("c.txt"), "three\n");
          begun.countDown();
          await(stopped);
          return new Termination.Cancelled();
        };
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new UncheckedIOException(new IOException("nobody stopped the command"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private OpenRun waiting(String runId) {
    OpenRun run = fixture.open(runId);
    fixture.write(run, WORKFLOW, "absent", "on: push\n");
    run.submit(fixture.caller(run));
    assertThat(run.phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVALS);
    return run;
  }

  private static Cancellation by(String operator, String key, String reason) {
    return new Cancellation(operator, Role.OPERATOR, key, reason);
  }

  private static Optional<String> code(Runnable act) {
    try {
      act.run();
      return Optional.empty();
    } catch (GatehouseException e) {
      return Optional.of(e.code().name());
    }
  }

  private static void assertCode(String code, ThrowingCallable act) {
    assertThat(catchThrowableOfType(GatehouseException.class, act).code().name()).isEqualTo(code);
  }
}
