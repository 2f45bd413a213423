package dev.gatehouse.syscalls.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.syscalls.RunPhase;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.limit.RunBounds;
import dev.gatehouse.syscalls.limit.RunUids;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import dev.gatehouse.workspace.posix.Owner;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** There are only so many users for runs; each run has one until it is sealed. */
@Requires({Requirement.ENGINE, Requirement.ROOT})
class UserBoundsTests {
  private RunFixture fixture;
  private Path data;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    data = directory;
    fixture =
        new RunFixture(directory, "user-bounds-tests", RunBounds.DEFAULT, new RunUids(210_000, 2))
            .with("a.txt", "one\n");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void noRunOpensWhenEveryUserHasOneAndARunThatWaitsForOperatorsCounts() {
    OpenRun works = fixture.open("works");
    OpenRun waits = fixture.open("waits");
    fixture.write(waits, ".github/workflows/ci.yml", "absent", "on: push\n");
    waits.submit(fixture.caller(waits));
    assertThat(waits.phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVALS);

    SyscallException refused =
        catchThrowableOfType(SyscallException.class, () -> fixture.open("third"));
    assertThat(refused.code().name()).isEqualTo("RUN_BUSY");
    assertThat(refused.reason()).contains("every uid for runs is in use");
    assertThat(refused.next()).contains("wait until a run has ended");
    assertThat(data.resolve("staging/third")).doesNotExist();
    assertThat(data.resolve("workspaces/third")).doesNotExist();
    assertThat(fixture.read(works, "a.txt")).isEqualTo("one\n");

    Owner freed = waits.owner();
    Approval approval = waits.runState().waiting().getFirst();
    fixture.approvalQueue.decide(
        approval.approvalId(), false, approval.proposalSha256(), "operator", "");
    waits.complete();
    fixture.runs.release(waits);
    assertThat(fixture.open("third").owner()).isEqualTo(freed);
  }
}
