package dev.gatehouse.syscalls.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.Caller;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.dispatch.SyscallDispatcher;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run whose evidence or workspace could not be written is opened again in the same process, and
 * goes on as after a start. A closed file stands for a disk that takes no writes.
 */
@Requires({Requirement.ENGINE, Requirement.ROOT})
class BrokenRunTests {
  private static final String LARGE = "x".repeat(100_000);

  private final FaultySandboxes sandboxes = new FaultySandboxes();
  private RunFixture fixture;
  private Path data;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    data = directory;
    fixture =
        new RunFixture(directory, "broken-run-tests-" + System.nanoTime(), sandboxes)
            .with("a.txt", "one\n");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void everyCallOfABrokenRunHasOneCodeUntilItIsOpenAgain() throws IOException {
    OpenRun run = fixture.open("broken");
    Caller keyed = fixture.caller(run);
    Syscall acknowledged = RunFixture.writing("b.txt", "absent", "two\n");
    Answer answered = fixture.call(keyed, acknowledged);
    run.folder().close();

    Caller lost = fixture.caller(run);
    Syscall unacknowledged = RunFixture.writing("c.txt", "absent", "three\n");
    assertBroken(() -> fixture.call(lost, unacknowledged));
    assertAllRefused(run, keyed, acknowledged);
    assertThat(fixture.runs.retire(run)).isTrue();
    assertThat(fixture.runs.retire(run)).as("once").isFalse();
    assertAllRefused(run, keyed, acknowledged);

    OpenRun again = fixture.recover("broken");
    assertThat(fixture.call(keyed, acknowledged)).isEqualTo(answered);
    assertThat(again.committedTree().file(TreePath.of("c.txt"))).isEmpty();
    fixture.call(lost, unacknowledged);
    assertThat(fixture.read(again, "b.txt") + fixture.read(again, "c.txt"))
        .isEqualTo("two\nthree\n");
    assertThat(new String(fixture.shell(again, "cat b.txt c.txt").stdout().head(), UTF_8))
        .isEqualTo("two\nthree\n");
    assertThat(again.owner()).isEqualTo(run.owner());
    assertThat(again.leaseExpired()).isFalse();
  }

  @Test
  void contentThatCannotBeKeptBreaksTheRunAsALineDoes() throws IOException {
    OpenRun run = fixture.open("content");
    Path unfinished = data.resolve("staging/content/tmp");
    Path aside = data.resolve("aside");
    Files.move(unfinished, aside);
    assertBroken(() -> fixture.write(run, "large.txt", "absent", LARGE));
    assertThat(run.broken()).isTrue();
    Files.move(aside, unfinished);

    assertThat(fixture.runs.retire(run)).isTrue();
    OpenRun again = fixture.recover("content");
    fixture.write(again, "large.txt", "absent", LARGE);
    assertThat(fixture.read(again, "large.txt")).isEqualTo(LARGE);
  }

  @Test
  void aConfirmationThatCouldNotBeWrittenDownIsReadWhenTheRunIsOpenedAgain() throws IOException {
    OpenRun run = fixture.open("confirmed");
    sandboxes.beforeConfirmation = () -> run.folder().close();
    assertThat(fixture.shell(run, "echo x > x.txt").exitCode()).isZero();
    run.awaitConfirmation();
    sandboxes.beforeConfirmation = () -> {};
    assertThat(run.broken()).isTrue();

    assertThat(fixture.runs.retire(run)).isTrue();
    OpenRun again = fixture.recover("confirmed");
    assertThat(again.folder().events().stream().filter(Event.CallConfirmed.class::isInstance))
        .singleElement()
        .satisfies(event -> assertThat(((Event.CallConfirmed) event).agrees()).isTrue());
    assertThat(fixture.read(again, "x.txt")).isEqualTo("x\n");
  }

  @Test
  void aRunIsNotClosedWhileACommandOfItGoesOn() {
    OpenRun run = fixture.open("busy");
    AtomicBoolean retired = new AtomicBoolean(true);
    sandboxes.afterCommand =
        () -> {
          Thread other = Thread.ofPlatform().start(() -> retired.set(fixture.runs.retire(run)));
          try {
            other.join();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    assertThat(fixture.shell(run, "true").exitCode()).isZero();
    assertThat(retired).isFalse();
    assertThat(fixture.runs.find("busy")).contains(run);
  }

  @Test
  void whileThereIsNoRoomThatIsTheAnswerOfABrokenRun() {
    OpenRun run = fixture.open("full");
    run.folder().close();
    assertBroken(() -> fixture.write(run, "b.txt", "absent", "two\n"));
    SyscallDispatcher full =
        new SyscallDispatcher(
            fixture.runs,
            (need, bytes) -> {
              throw new SyscallException(SyscallErrorCode.STORAGE_FULL, "no room", "make room");
            });
    Syscall read = new Syscall.FileRead(dev.gatehouse.evidence.WorkspacePath.parse("a.txt"), 10);
    ThrowingCallable call = () -> full.call(fixture.caller(run), read.name(), () -> read);
    assertThat(codeOf(call)).isEqualTo("STORAGE_FULL");
    assertThat(fixture.runs.retire(run)).isTrue();
    assertThat(codeOf(call)).isEqualTo("STORAGE_FULL");
  }

  @Test
  void aWorkerThatCallsKeepsItsLeaseWhileThereIsNoRoom() {
    OpenRun run = fixture.open("kept");
    SyscallDispatcher full =
        new SyscallDispatcher(
            fixture.runs,
            (need, bytes) -> {
              throw new SyscallException(SyscallErrorCode.STORAGE_FULL, "no room", "make room");
            });
    java.time.Duration most =
        java.time.Duration.between(fixture.clock.instant(), run.leaseExpiresAt());
    Syscall read = new Syscall.FileRead(dev.gatehouse.evidence.WorkspacePath.parse("a.txt"), 10);
    for (int i = 0; i < 5; i++) {
      fixture.clock.forward(most.dividedBy(2));
      assertThat(codeOf(() -> full.call(fixture.caller(run), read.name(), () -> read)))
          .isEqualTo("STORAGE_FULL");
    }
    assertThat(run.leaseExpired()).isFalse();
    assertThat(fixture.read(run, "a.txt")).isEqualTo("one\n");
  }

  private void assertAllRefused(OpenRun run, Caller keyed, Syscall acknowledged) {
    List<ThrowingCallable> calls =
        List.of(
            () -> fixture.call(keyed, acknowledged),
            () -> fixture.read(run, "a.txt"),
            () -> fixture.write(run, "a.txt", RunFixture.sha256("one\n"), "1\n"),
            () ->
                fixture.call(
                    fixture.caller(run),
                    new Syscall.ExecRun(
                        new CommandRequest.Shell("true"),
                        Optional.empty(),
                        new byte[0],
                        Optional.empty())),
            () -> run.submit(fixture.caller(run)),
            () -> run.takeLease(RunFixture.AGENT, RunFixture.key()));
    calls.forEach(BrokenRunTests::assertBroken);
  }

  private static void assertBroken(ThrowingCallable call) {
    assertThat(codeOf(call)).isEqualTo("EVIDENCE_BROKEN");
  }

  private static String codeOf(ThrowingCallable call) {
    return catchThrowableOfType(SyscallException.class, call).code().name();
  }
}
