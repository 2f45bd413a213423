package dev.gatehouse.syscalls.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.syscalls.RunPhase;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.limit.ChangeBounds;
import dev.gatehouse.syscalls.limit.JournalBounds;
import dev.gatehouse.syscalls.limit.RunBounds;
import dev.gatehouse.syscalls.limit.ScratchBounds;
import dev.gatehouse.syscalls.limit.WaitingBounds;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A submitted run that waits for operators. */
@Requires({Requirement.ENGINE, Requirement.ROOT})
class WaitingRunTests {
  private static final String WORKFLOW = ".github/workflows/ci.yml";
  private static final TreePath PATH = TreePath.of(WORKFLOW);

  private RunFixture fixture;
  private Path data;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    data = directory;
    fixture =
        new RunFixture(
                directory,
                "waiting-run-tests",
                RunBounds.of(
                    ChangeBounds.DEFAULT,
                    new WaitingBounds(2, 3),
                    JournalBounds.DEFAULT,
                    ScratchBounds.DEFAULT))
            .with("a.txt", "one\n");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aRunThatWaitsGivesItsWorkspaceBack() {
    OpenRun run = waiting("waits");
    assertThat(run.phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVALS);
    assertThat(workspace("waits")).doesNotExist();
  }

  @Test
  void anApprovalChangesTheTreeOfARunThatWaits() {
    OpenRun run = waiting("waits");
    assertThat(decide(run, /* approve= */ true)).isEqualTo(Approval.State.COMMITTED);
    assertThat(run.committedTree().file(PATH)).isPresent();
    assertThat(run.phase()).isNotEqualTo(RunPhase.WAITING_FOR_APPROVALS);
  }

  @Test
  void aDenialAndAnExpiryNeedNoWorkspaceEither() {
    OpenRun denied = waiting("denied");
    OpenRun expired = waiting("expired");
    assertThat(decide(denied, /* approve= */ false)).isEqualTo(Approval.State.DENIED);
    fixture.clock.forward(Duration.ofDays(2));
    fixture.approvalQueue.expire(expired);
    assertThat(expired.phase()).isNotEqualTo(RunPhase.WAITING_FOR_APPROVALS);
    assertThat(expired.committedTree().file(PATH)).isEmpty();
  }

  @Test
  void aNewProcessMakesNoWorkspaceForARunThatWaits() throws IOException {
    OpenRun run = waiting("waits");
    fixture.runs.detach(run);
    OpenRun again = fixture.recover("waits");
    assertThat(again.phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVALS);
    assertThat(workspace("waits").resolve("tree")).isEmptyDirectory();
    assertThat(decide(again, /* approve= */ true)).isEqualTo(Approval.State.COMMITTED);
    assertThat(workspace("waits").resolve("tree")).isEmptyDirectory();
    fixture.runs.release(again);
    assertThat(Files.exists(workspace("waits"))).isFalse();
  }

  @Test
  void onlySoManyRunsOfAnAgentWait() {
    waiting("one");
    OpenRun two = waiting("two");
    OpenRun three = held("three");
    assertThat(refusedSubmit(three)).isEqualTo("TOO_MANY_WAITING_RUNS");
    assertThat(three.phase()).isEqualTo(RunPhase.OPEN);
    assertThat(fixture.read(three, "a.txt")).isEqualTo("one\n");
    decide(two, /* approve= */ false);
    three.submit(fixture.caller(three));
    assertThat(three.phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVALS);
  }

  @Test
  void aRunThatHoldsNothingIsSubmittedHoweverManyWait() {
    waiting("one");
    waiting("two");
    OpenRun free = fixture.open("free");
    free.submit(fixture.caller(free));
    assertThat(free.phase()).isNotEqualTo(RunPhase.OPEN);
    assertThat(workspace("free")).as("no call needs it any more").doesNotExist();
  }

  @Test
  void aRunThatWaitsIsClosedOnce() {
    OpenRun run = waiting("waits");
    decide(run, /* approve= */ false);
    fixture.runs.release(run);
    assertThat(fixture.runs.find("waits")).isEmpty();
  }

  private OpenRun held(String runId) {
    OpenRun run = fixture.open(runId);
    fixture.write(run, WORKFLOW, "absent", "on: push\n");
    return run;
  }

  private OpenRun waiting(String runId) {
    OpenRun run = held(runId);
    fixture.shell(run, "echo x > x.txt");
    run.submit(fixture.caller(run));
    return run;
  }

  private Approval.State decide(OpenRun run, boolean approve) {
    Approval waiting = run.runState().waiting().getFirst();
    return fixture.approvalQueue.decide(
        waiting.approvalId(), approve, waiting.proposalSha256(), "op", "");
  }

  private String refusedSubmit(OpenRun run) {
    return catchThrowableOfType(SyscallException.class, () -> run.submit(fixture.caller(run)))
        .code()
        .name();
  }

  private Path workspace(String runId) {
    return data.resolve("workspaces").resolve(runId);
  }
}
