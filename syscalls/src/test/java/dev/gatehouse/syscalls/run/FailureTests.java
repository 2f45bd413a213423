package dev.gatehouse.syscalls.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.sandbox.EngineSettings;
import dev.gatehouse.sandbox.docker.DockerSandboxEngine;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.Caller;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens around a call, while it goes on. */
@Requires({Requirement.ENGINE, Requirement.ROOT})
class FailureTests {
  private static final Duration LONGER_THAN_THE_LEASE = Duration.ofMinutes(30);

  private final FaultySandboxes sandboxes = new FaultySandboxes();
  private final String owner = "bad-day-tests-" + System.nanoTime();
  private RunFixture fixture;

  @BeforeEach
  void open(@TempDir Path data) throws IOException {
    fixture = new RunFixture(data, owner, sandboxes).with("a.txt", "one\n");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aCommandThatCouldNotBeRunToItsEndIsAbortedAndItsKeyRunsAnew() {
    OpenRun run = fixture.open("lost");
    Caller keyed = fixture.caller(run, "kept");
    Syscall command = shell("echo x > x.txt");
    sandboxes.afterCommand =
        () -> {
          throw new IllegalStateException("the engine went away");
        };
    assertThatThrownBy(() -> fixture.call(keyed, command)).hasMessageContaining("went away");
    assertThat(run.runState().unsettledCalls()).isEmpty();
    assertThat(run.folder().events()).hasAtLeastOneElementOfType(Event.CallAborted.class);
    assertThat(run.committedTree()).isEqualTo(run.base());

    Answer.CommandRan again = (Answer.CommandRan) fixture.call(keyed, command);
    assertThat(again.changes()).hasSize(1);
    assertThat(fixture.read(run, "x.txt")).isEqualTo("x\n");
  }

  @Test
  void aRunWhoseContainersTheEngineLostGetsFreshOnesWithItsNextCommand() throws Exception {
    OpenRun run = fixture.open("restarted");
    fixture.shell(run, "echo one > /tmp/one; echo x > x.txt");
    run.awaitConfirmation();
    Process lost =
        new ProcessBuilder(
                "bash",
                "-c",
                "docker kill $(docker ps -q --filter label=dev.gatehouse.owner=$0)",
                owner)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(lost.onExit().get(60, TimeUnit.SECONDS).exitValue()).isZero();

    Answer.CommandRan next = fixture.shell(run, "cat x.txt; test ! -e /tmp/one");
    assertThat(next.exitCode()).isZero();
    run.awaitConfirmation();
    assertThat(run.folder().events()).noneMatch(Event.CallAborted.class::isInstance);
  }

  @Test
  void anEngineThatIsAwayWhenItIsAskedIsAskedAgainAndContradictsNobody() throws Exception {
    OpenRun run = fixture.open("outage");
    EngineSettings nowhere =
        new EngineSettings(Path.of("/nonexistent/docker.sock"), Duration.ofSeconds(1));
    CountDownLatch asked = new CountDownLatch(1);
    sandboxes.beforeConfirmation =
        () -> {
          asked.countDown();
          DockerSandboxEngine.connect(nowhere).close();
        };
    fixture.shell(run, "echo x > x.txt");
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    unavailable(() -> fixture.shell(run, "true"));
    unavailable(() -> run.submit(fixture.caller(run)));
    assertThat(fixture.read(run, "x.txt")).isEqualTo("x\n");
    assertThat(fixture.write(run, "y.txt", "absent", "y\n")).isNotNull();
    assertThat(run.folder().events()).noneMatch(Event.CallConfirmed.class::isInstance);

    sandboxes.beforeConfirmation = () -> {};
    assertThat(run.awaitConfirmation(Duration.ofSeconds(30))).isTrue();
    assertThat(fixture.shell(run, "cat x.txt").exitCode()).isZero();
    run.awaitConfirmation();
    assertThat(run.folder().events().stream().filter(Event.CallConfirmed.class::isInstance))
        .hasSize(2)
        .allSatisfy(said -> assertThat(((Event.CallConfirmed) said).agrees()).isTrue());
  }

  private static void unavailable(ThrowingCallable call) {
    assertThatExceptionOfType(SyscallException.class)
        .isThrownBy(call)
        .satisfies(refused -> assertThat(refused.code().name()).isEqualTo("ENGINE_UNAVAILABLE"));
  }

  @Test
  void anEngineWithARunThatIsBeingStartedHasItsRun() {
    AtomicBoolean known = new AtomicBoolean();
    sandboxes.onImage = () -> known.set(fixture.runs.has("starting"));
    assertThat(fixture.runs.has("starting")).isFalse();
    fixture.open("starting");
    assertThat(known).isTrue();
    assertThat(fixture.runs.has("starting")).isTrue();
  }

  @Test
  void aRunningCommandKeepsTheLease() {
    OpenRun run = fixture.open("long");
    sandboxes.afterCommand =
        () -> {
          fixture.clock.forward(LONGER_THAN_THE_LEASE);
          assertThat(run.leaseExpired()).isFalse();
        };
    Answer.CommandRan ran = fixture.shell(run, "echo x > x.txt");
    assertThat(ran.changes())
        .allSatisfy(c -> assertThat(c.disposition()).isEqualTo(Disposition.COMMITTED))
        .hasSize(1);
    assertThat(run.leaseExpired()).isFalse();
    assertThat(run.endUnsubmitted()).isEmpty();

    fixture.clock.forward(LONGER_THAN_THE_LEASE);
    assertThat(run.leaseExpired()).isTrue();
    assertThat(run.endUnsubmitted()).contains(RunStatus.CRASHED);
    assertThat(run.endedAs()).contains(RunStatus.CRASHED);
  }

  @Test
  void aSubmittedRunIsNeverEndedAsAbandoned() {
    OpenRun run = fixture.open("submitted");
    run.submit(fixture.caller(run));
    fixture.clock.forward(LONGER_THAN_THE_LEASE);
    assertThat(run.endUnsubmitted()).isEmpty();
    assertThat(run.phase().hasEnded()).isFalse();
  }

  @Test
  void whatComesAfterTheEndOfARunIsRefusedAndBreaksNothing() {
    OpenRun run = fixture.open("ended");
    Answer.FileChanged held =
        fixture.write(run, ".github/workflows/ci.yml", "absent", "on: push\n");
    String approvalId = held.outcome().approvalId().orElseThrow();
    fixture.clock.forward(LONGER_THAN_THE_LEASE);
    assertThat(run.endUnsubmitted()).contains(RunStatus.CRASHED);

    SyscallException lease =
        catchThrowableOfType(
            SyscallException.class, () -> run.takeLease(RunFixture.AGENT, RunFixture.key()));
    assertThat(lease.code().name()).isEqualTo("RUN_NOT_OPEN");
    SyscallException decision =
        catchThrowableOfType(
            SyscallException.class,
            () ->
                fixture.approvalQueue.decide(
                    approvalId,
                    /* approve= */ true,
                    run.runState().approval(approvalId).orElseThrow().proposalSha256(),
                    "operator",
                    ""));
    assertThat(decision.code().name()).isEqualTo("APPROVAL_SETTLED");
    fixture.clock.forward(Duration.ofDays(30));
    fixture.approvalQueue.expire(run);
    run.complete();
    assertThat(run.folder().events().getLast()).isInstanceOf(Event.RunEnded.class);
  }

  @Test
  void anEngineThatIsAwayCostsARecoveryNothing() throws IOException {
    OpenRun run = fixture.open("away");
    fixture.runs.detach(run);
    sandboxes.onImage =
        () -> {
          throw new IllegalStateException("no engine");
        };
    for (int i = 0; i < 200; i++) {
      assertThatThrownBy(() -> fixture.recover("away")).hasMessageContaining("no engine");
    }
    sandboxes.onImage = () -> {};
    OpenRun again = fixture.recover("away");
    assertThat(again.owner().uid()).isLessThan(210_100);
  }

  @Test
  void scratchInTheWayMakesAnApprovalStale() {
    OpenRun run = fixture.open("obstructed");
    String path = ".github/workflows/ci.yml";
    Answer.FileChanged held = fixture.write(run, path, "absent", "on: push\n");
    fixture.shell(run, "mkdir -p " + path);
    String approvalId = held.outcome().approvalId().orElseThrow();
    assertThat(
            fixture.approvalQueue.decide(
                approvalId,
                /* approve= */ true,
                run.runState().approval(approvalId).orElseThrow().proposalSha256(),
                "operator",
                ""))
        .isEqualTo(dev.gatehouse.evidence.Approval.State.STALE);
    assertThat(fixture.shell(run, "true").exitCode()).isZero();
  }

  @Test
  void aFileNeverTakesThePlaceOfADirectoryWhoseFilesAreHidden() {
    fixture.with("conf/.env", "SECRET=canary\n");
    OpenRun run = fixture.open("hidden");
    SyscallException refused =
        catchThrowableOfType(
            SyscallException.class, () -> fixture.write(run, "conf", "absent", "mine\n"));
    assertThat(refused.code().name()).isEqualTo("FILE_NOT_A_FILE");
    Answer.CommandRan ran =
        fixture.shell(run, "rmdir conf 2>/dev/null; echo mine > conf; echo ok > ok.txt");
    assertThat(run.committedTree().file(TreePath.of("conf"))).isEmpty();
    assertThat(run.committedTree().file(TreePath.of("conf/.env"))).isPresent();
    assertThat(run.committedTree().file(TreePath.of("ok.txt"))).isPresent();
    assertThat(ran.changes())
        .anySatisfy(c -> {
          assertThat(c.path()).isEqualTo(TreePath.of("conf"));
          assertThat(c.decision().rule()).isEqualTo("builtin.conflict");
        });
    assertThat(fixture.shell(run, "true").exitCode()).isZero();
  }

  @Test
  void aDirectoryInAFilesPlaceIsOneChangeOfThePath() {
    fixture.with(".github/workflows/ci.yml", "on: push\n");
    OpenRun run = fixture.open("turned");
    String turn = "rm %1$s && mkdir %1$s && echo in > %1$s/b; ";
    Answer.CommandRan ran =
        fixture.shell(run, turn.formatted("a.txt") + turn.formatted(".github/workflows/ci.yml"));
    assertThat(ran.changes()).extracting(PathOutcome::path).doesNotHaveDuplicates();
    assertThat(run.committedTree().file(TreePath.of("a.txt/b"))).isPresent();
    assertThat(run.committedTree().file(TreePath.of("a.txt"))).isEmpty();
    assertThat(run.committedTree().file(TreePath.of(".github/workflows/ci.yml"))).isPresent();
    assertThat(fixture.read(run, "a.txt/b")).isEqualTo("in\n");
    assertThat(fixture.read(run, ".github/workflows/ci.yml")).isEqualTo("on: push\n");
  }

  private static Syscall shell(String script) {
    return new Syscall.ExecRun(
        new CommandRequest.Shell(script), Optional.empty(), new byte[0], Optional.empty());
  }
}
