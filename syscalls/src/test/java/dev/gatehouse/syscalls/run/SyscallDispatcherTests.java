package dev.gatehouse.syscalls.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.Caller;
import dev.gatehouse.syscalls.Syscall;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyscallDispatcherTests {
  private static final String CI = RunFixture.WORKFLOW;
  private static final Set<Class<?>> READING =
      Set.of(Syscall.FileRead.class, Syscall.DirList.class, Syscall.ApprovalWait.class);

  private RunFixture fixture;
  private OpenRun run;

  @BeforeAll
  void openRun(@TempDir Path data) throws IOException {
    fixture = RunFixture.without(data).withProject();
    run = fixture.open("dispatcher");
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void refusesAWriteThatNamesAnotherContent() {
    GatehouseException refused =
        refusal(
            RunFixture.writing("src/a.txt", RunFixture.sha256("something else"), "overwritten\n"));
    assertThat(refused.code().name()).isEqualTo("REPLACES_MISMATCH");
    assertThat(refused.next()).contains("read the file again");
    assertThat(fixture.read(run, "src/a.txt")).isEqualTo("alpha\n");
  }

  @Test
  void everyRefusalIsOneLineOfTheJournal() {
    long before = refusals();
    GatehouseException refused =
        refusal(new Syscall.FileRead(WorkspacePath.parse("src/missing.txt"), 10));
    assertThat(refused.code().name()).isEqualTo("FILE_NOT_FOUND");
    GatehouseException path =
        catchThrowableOfType(
            GatehouseException.class,
            () ->
                fixture.dispatcher.call(
                    fixture.caller(run),
                    "file.read",
                    () -> new Syscall.FileRead(WorkspacePath.parse("../../etc/passwd"), 10)));
    assertThat(path.code().name()).isEqualTo("PATH_DOTS");
    assertThat(refusals()).isEqualTo(before + 2);
  }

  @Test
  void theSameKeyReturnsTheStoredAnswerAndAnotherRequestIsRefused() {
    Caller caller = fixture.caller(run, "fixed-key");
    Syscall write = RunFixture.writing("src/once.txt", "absent", "once\n");
    Answer first = fixture.call(caller, write);
    assertThat(fixture.call(caller, write)).isEqualTo(first);
    GatehouseException refused =
        catchThrowableOfType(
            GatehouseException.class,
            () -> fixture.call(caller, RunFixture.writing("src/once.txt", "absent", "twice\n")));
    assertThat(refused.code().name()).isEqualTo("KEY_REUSED");
  }

  static Stream<Syscall> changes() {
    return Stream.of(
        RunFixture.writing("src/stored.txt", "absent", "stored\n"),
        new Syscall.FileDelete(
            WorkspacePath.parse("src/b.txt"), new Digest(RunFixture.sha256("beta\n"))),
        RunFixture.command("true"));
  }

  @Test
  void everySyscallThatChangesStateIsRepeatedBelow() {
    assertThat(changes().map(Object::getClass))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Syscall.class.getPermittedSubclasses())
                .filter(type -> !READING.contains(type))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aRepeatedCallHasTheStoredAnswerOfItsSyscall(Syscall change) {
    Caller caller = fixture.caller(run, "stored-" + change.getClass().getSimpleName());
    Answer first = fixture.call(caller, change);
    long intents = intents();
    assertThat(fixture.call(caller, change)).usingRecursiveComparison().isEqualTo(first);
    assertThat(intents()).isEqualTo(intents);
  }

  static Stream<Syscall> tooLarge() {
    byte[] many = new byte[(4 << 20) + 1];
    return Stream.of(
        new Syscall.FileWrite(
            WorkspacePath.parse("src/large"), Optional.empty(), many, /* executable= */ false),
        new Syscall.ExecRun(
            new CommandRequest.Shell("cat"), Optional.empty(), many, Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("tooLarge")
  void whatIsTooLargeIsRefusedWithoutWaitingForOtherCalls(Syscall large) throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Thread other =
        Thread.ofPlatform()
            .start(() ->
                run.alone(
                    Duration.ofSeconds(1),
                    () -> {
                      held.countDown();
                      return awaited(over);
                    }));
    held.await();
    try {
      Caller caller = impatient("large-" + large.getClass().getSimpleName());
      assertThat(code(() -> fixture.call(caller, large))).isEqualTo("TOO_LARGE");
      assertThat(code(() -> fixture.call(impatient("small"), RunFixture.command("true"))))
          .as("a call of usual size would have waited")
          .isEqualTo("RUN_BUSY");
    } finally {
      over.countDown();
      other.join();
    }
  }

  private Caller impatient(String key) {
    return new Caller(
        run.id(),
        RunFixture.AGENT,
        run.fence(),
        Optional.of(new Identifier(key)),
        Duration.ofMillis(1));
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String code(ThrowingCallable call) {
    return catchThrowableOfType(GatehouseException.class, call).code().name();
  }

  @Test
  void aStaleFenceChangesNothing() {
    Caller stale =
        new Caller(
            run.id(),
            RunFixture.AGENT,
            run.fence() - 1,
            Optional.of(new Identifier("stale")),
            Duration.ofSeconds(1));
    GatehouseException refused =
        catchThrowableOfType(
            GatehouseException.class,
            () -> fixture.call(stale, RunFixture.writing("src/stale.txt", "absent", "x")));
    assertThat(refused.code().name()).isEqualTo("LEASE_STALE");
    assertThat(run.committedTree().file(TreePath.of("src/stale.txt"))).isEmpty();
  }

  @Test
  void anApprovedChangeIsCommittedExactlyOnce() {
    String before = RunFixture.sha256("on: push\n");
    Answer.FileChanged held = fixture.write(run, CI, before, "on: [push]\n");
    assertThat(held.outcome().disposition()).isEqualTo(Disposition.HELD);
    String id = held.outcome().approvalId().orElseThrow();
    Approval approval = fixture.approvalQueue.find(id).orElseThrow();
    Digest other = Digest.of(new byte[] {1});
    assertThat(
            catchThrowableOfType(
                    GatehouseException.class,
                    () -> fixture.approvalQueue.decide(id, true, other, "op", ""))
                .code()
                .name())
        .isEqualTo("PROPOSAL_MISMATCH");
    Answer.FileChanged second = fixture.write(run, CI, before, "on: [workflow_dispatch]\n");
    assertThat(fixture.approvalQueue.decide(id, true, approval.proposalSha256(), "op", "fine"))
        .isEqualTo(Approval.State.COMMITTED);
    assertThat(fixture.read(run, CI)).isEqualTo("on: [push]\n");
    assertThat(fixture.approvalQueue.decide(id, true, approval.proposalSha256(), "op", "fine"))
        .as("the same decision again")
        .isEqualTo(Approval.State.COMMITTED);
    settled(() -> fixture.approvalQueue.decide(id, true, approval.proposalSha256(), "op", ""));
    settled(
        () -> fixture.approvalQueue.decide(id, true, approval.proposalSha256(), "other", "fine"));
    settled(() -> fixture.approvalQueue.decide(id, false, approval.proposalSha256(), "op", "fine"));
    settled(() -> fixture.approvalQueue.decide(id, true, other, "op", "fine"));
    assertThat(run.folder().events())
        .filteredOn(event ->
            event instanceof Event.ApprovalSettled settled && settled.approvalId().equals(id))
        .hasSize(1);
    String secondId = second.outcome().approvalId().orElseThrow();
    Digest proposal = fixture.approvalQueue.find(secondId).orElseThrow().proposalSha256();
    assertThat(fixture.approvalQueue.decide(secondId, true, proposal, "op", ""))
        .isEqualTo(Approval.State.STALE);
    assertThat(fixture.read(run, CI)).isEqualTo("on: [push]\n");
  }

  private static void settled(ThrowingCallable decision) {
    assertThat(catchThrowableOfType(GatehouseException.class, decision).code().name())
        .isEqualTo("APPROVAL_SETTLED");
  }

  private long intents() {
    return run.folder().events().stream().filter(Event.CallIntended.class::isInstance).count();
  }

  private long refusals() {
    return run.folder().events().stream().filter(Event.CallRefused.class::isInstance).count();
  }

  private GatehouseException refusal(Syscall syscall) {
    return catchThrowableOfType(
        GatehouseException.class, () -> fixture.call(fixture.caller(run), syscall));
  }
}
