package dev.gatehouse.syscalls.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.Caller;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.dispatch.SyscallDispatcher;
import dev.gatehouse.syscalls.limit.ChangeBounds;
import dev.gatehouse.syscalls.limit.JournalBounds;
import dev.gatehouse.syscalls.limit.RunBounds;
import dev.gatehouse.syscalls.limit.ScratchBounds;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.syscalls.limit.WaitingBounds;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much calls may leave in workspaces over a run, an agent's runs and all runs. */
@Requires({Requirement.ENGINE, Requirement.ROOT})
class ScratchBoundsTests {
  private static final int MIB = 1024 * 1024;
  private static final int PATHS = 300;

  private RunFixture fixture;
  private OpenRun run;

  @BeforeEach
  void open(@TempDir Path data) throws IOException {
    ScratchBounds bounds = new ScratchBounds(4 * MIB, PATHS, 5 * MIB, 8 * MIB);
    fixture =
        new RunFixture(
                data,
                "scratch-bounds-tests",
                RunBounds.of(
                    ChangeBounds.DEFAULT, WaitingBounds.DEFAULT, JournalBounds.DEFAULT, bounds))
            .with("a.txt", "one\n");
    run = fixture.open("scratch");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void whatCommandsLeaveIsCountedOverTheRunAndDroppedBeyondTheBound() {
    assertThat(leave(run, "one", 3)).isEqualTo(Disposition.SCRATCH);
    assertThat(leave(run, "two", 2)).isEqualTo(Disposition.DROPPED);
    Answer.CommandRan beyond =
        fixture.shell(run, "echo x > x.txt; head -c 2000000 /dev/zero > build/more");
    assertThat(beyond.changes())
        .hasSize(2)
        .allSatisfy(change -> {
          assertThat(change.disposition()).isEqualTo(Disposition.DROPPED);
          assertThat(change.decision().rule()).isEqualTo("builtin.scratch");
        });
    assertThat(run.workspace().lower().resolve("build/one")).exists();
    assertThat(run.workspace().lower().resolve("build/more")).doesNotExist();
    assertThat(fixture.shell(run, "echo x > x.txt").changes())
        .singleElement()
        .satisfies(c -> assertThat(c.disposition()).isEqualTo(Disposition.COMMITTED));
  }

  @Test
  void whatALaterCommandDeletesOrReplacesCountsNoMore() {
    assertThat(leave(run, "one", 3)).isEqualTo(Disposition.SCRATCH);
    assertThat(leave(run, "one", 2)).isEqualTo(Disposition.SCRATCH);
    assertThat(leave(run, "two", 1)).isEqualTo(Disposition.SCRATCH);
    fixture.shell(run, "rm -r build");
    assertThat(run.resources().grown().bytes()).isZero();
    assertThat(run.resources().grown().paths()).isZero();
    assertThat(leave(run, "three", 3)).isEqualTo(Disposition.SCRATCH);
  }

  @Test
  void smallFilesCountAsWholeBlocksAndThePathsAreCounted() {
    fixture.shell(run, "mkdir build; cd build; for i in {1..250}; do echo > $i; done");
    assertThat(run.resources().grown().paths()).isEqualTo(251);
    assertThat(run.resources().grown().bytes()).isEqualTo(251 * 4096L);
    assertThat(fixture.shell(run, "cd build; for i in {1..60}; do echo > n$i; done").changes())
        .hasSize(60)
        .allSatisfy(c -> assertThat(c.decision().rule()).isEqualTo("builtin.scratch"));
  }

  @Test
  void directoriesThatWritesLeaveAreCountedToo() {
    String deep = "d/".repeat(50);
    for (int i = 0; i < 5; i++) {
      String path = "e" + i + "/" + deep + "x.txt";
      fixture.write(run, path, "absent", "x");
      fixture.call(
          fixture.caller(run),
          new Syscall.FileDelete(WorkspacePath.parse(path), new Digest(RunFixture.sha256("x"))));
    }
    assertThat(run.resources().grown().paths()).isEqualTo(5 * 51);
    assertThat(
            catchThrowableOfType(
                    SyscallException.class,
                    () -> fixture.write(run, "f/" + deep + "x.txt", "absent", "x"))
                .code()
                .name())
        .isEqualTo("RUN_SCRATCH_FULL");
    fixture.write(run, "plain.txt", "absent", "x");
  }

  @Test
  void theRunsOfAnAgentAndAllRunsAreCountedTogetherAndASubmitGivesBack() {
    OpenRun second = fixture.open("second");
    OpenRun other = fixture.open("other", "other");
    assertThat(leave(run, "one", 3)).isEqualTo(Disposition.SCRATCH);
    assertThat(leave(second, "one", 3)).isEqualTo(Disposition.DROPPED);
    assertThat(leave(second, "one", 2)).isEqualTo(Disposition.SCRATCH);
    assertThat(leave(other, "one", 4)).isEqualTo(Disposition.DROPPED);
    assertThat(leave(other, "one", 3)).isEqualTo(Disposition.SCRATCH);

    run.submit(fixture.caller(run));
    assertThat(run.workspace().lower()).doesNotExist();
    assertThat(leave(second, "two", 1)).isEqualTo(Disposition.SCRATCH);
  }

  @Test
  void aNewProcessBeginsAnewSinceScratchIsLost() {
    assertThat(leave(run, "one", 3)).isEqualTo(Disposition.SCRATCH);
    fixture.runs.detach(run);
    run = fixture.recover("scratch");
    assertThat(run.resources().grown().bytes()).isZero();
    assertThat(leave(run, "one", 3)).isEqualTo(Disposition.SCRATCH);
  }

  @Test
  void aCommandForWhoseFilesTheDiskHasNoRoomHasNoEffectAndRunsUnderTheSameKeyLater() {
    AtomicBoolean full = new AtomicBoolean(true);
    SyscallDispatcher dispatcher =
        new SyscallDispatcher(
            fixture.runs,
            new StorageRoom() {
              @Override
              public void require(Need need) {}

              @Override
              public void require(Need need, long more) {
                if (full.get() && more > MIB) {
                  throw new SyscallException(SyscallErrorCode.STORAGE_FULL, "no room", "make room");
                }
              }
            });
    Syscall command =
        new Syscall.ExecRun(
            new CommandRequest.Shell(
                "echo x > x.txt; mkdir build; head -c 1048576 /dev/zero > build/z"),
            Optional.empty(),
            new byte[0],
            Optional.empty());
    Caller caller = fixture.caller(run, "one-key");
    assertThat(
            catchThrowableOfType(
                    SyscallException.class,
                    () -> dispatcher.call(caller, "exec.run", () -> command))
                .code()
                .name())
        .isEqualTo("STORAGE_FULL");
    assertThat(run.committedTree()).isEqualTo(run.base());
    assertThat(run.resources().grown().bytes()).isZero();
    full.set(false);
    Answer.CommandRan ran = (Answer.CommandRan) dispatcher.call(caller, "exec.run", () -> command);
    assertThat(ran.changes()).hasSize(3);
  }

  /** What becomes of a file of a bit less than so many MiB, with its directory. */
  private Disposition leave(OpenRun in, String name, int mib) {
    int bytes = mib * MIB - 2 * 4096;
    Answer.CommandRan ran =
        fixture.shell(
            in, "mkdir -p build; head -c %s /dev/urandom > build/%s".formatted(bytes, name));
    return ran.changes().getLast().disposition();
  }
}
