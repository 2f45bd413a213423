package dev.gatehouse.syscalls.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.folder.BlobUsage;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.RunPhase;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.change.ChangeRoom;
import dev.gatehouse.syscalls.limit.ChangeBounds;
import dev.gatehouse.syscalls.limit.EvidenceQuota;
import dev.gatehouse.syscalls.limit.JournalBounds;
import dev.gatehouse.syscalls.limit.RunBounds;
import dev.gatehouse.syscalls.limit.ScratchBounds;
import dev.gatehouse.syscalls.limit.WaitingBounds;
import dev.gatehouse.syscalls.state.ChangeAmount;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far a run may change its base, over all its calls, and how much content it may leave. */
@Requires({Requirement.ENGINE, Requirement.ROOT})
class RunBoundsTests {
  private static final int BYTES = 10_000;
  private static final int PATHS = 20;
  private static final String BASE = "b".repeat(3000);

  private RunFixture fixture;
  private OpenRun run;

  @BeforeEach
  void open(@TempDir Path data) throws IOException {
    fixture =
        new RunFixture(
                data,
                "run-bounds-tests",
                new RunBounds(
                    ChangeBounds.of(BYTES, PATHS),
                    new BlobUsage(20, 100_000),
                    WaitingBounds.DEFAULT,
                    JournalBounds.DEFAULT,
                    ScratchBounds.DEFAULT,
                    EvidenceQuota.DEFAULT))
            .with("a.txt", BASE)
            .with("big.bin", "B".repeat(9000));
    run = fixture.open("bounds");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aWriteBeyondTheBoundIsRefusedAndChangesNothing() {
    fixture.write(run, "x.txt", "absent", "x".repeat(9000));
    assertThat(refusedWrite("y.txt", "absent", "y".repeat(1001))).isEqualTo("RUN_CHANGE_TOO_LARGE");
    assertThat(run.committedTree().files()).hasSize(3);
    fixture.write(run, "y.txt", "absent", "y".repeat(1000));
  }

  @Test
  void whatTheBaseHadCountsToo() {
    fixture.write(run, "a.txt", RunFixture.sha256(BASE), "a".repeat(7000));
    assertThat(refusedWrite("c.txt", "absent", "c")).isEqualTo("RUN_CHANGE_TOO_LARGE");
    assertThat(refusedDelete("big.bin", "B".repeat(9000))).isEqualTo("RUN_CHANGE_TOO_LARGE");
  }

  @Test
  void whatIsUndoneCountsNoMore() {
    fixture.write(run, "a.txt", RunFixture.sha256(BASE), "a".repeat(7000));
    fixture.write(run, "a.txt", RunFixture.sha256("a".repeat(7000)), BASE);
    fixture.write(run, "x.txt", "absent", "x".repeat(BYTES));
    assertThat(run.runState().changed()).isEqualTo(new ChangeAmount(BYTES, 1, 5));
  }

  @Test
  void aFullRunMayStillShrink() {
    fixture.write(run, "x.txt", "absent", "x".repeat(BYTES));
    fixture.write(run, "x.txt", RunFixture.sha256("x".repeat(BYTES)), "less");
    assertThat(run.runState().changed().bytes()).isEqualTo(4);
  }

  @Test
  void aCommandBeyondTheBoundIsDroppedWholeAndTheNextOneCounts() {
    Answer.CommandRan ran =
        fixture.shell(run, "head -c 6000 /dev/urandom > r1; head -c 6000 /dev/urandom > r2");
    assertThat(ran.changes())
        .hasSize(2)
        .allSatisfy(change -> {
          assertThat(change.disposition()).isEqualTo(Disposition.DROPPED);
          assertThat(change.decision().rule()).isEqualTo(ChangeRoom.RULE);
        });
    assertThat(run.committedTree()).isEqualTo(run.base());
    assertThat(run.folder().blobUsage().count()).isZero();
    assertThat(fixture.shell(run, "head -c 6000 /dev/urandom > r1").changes())
        .allSatisfy(c -> assertThat(c.disposition()).isEqualTo(Disposition.COMMITTED));
    assertThat(fixture.shell(run, "head -c 6000 /dev/urandom > r2").changes())
        .allSatisfy(c -> assertThat(c.disposition()).isEqualTo(Disposition.DROPPED));
  }

  @Test
  void aRenameOfALargeFileCountsTwice() {
    assertThat(fixture.shell(run, "mv big.bin moved.bin").changes())
        .hasSize(2)
        .allSatisfy(c -> assertThat(c.decision().rule()).isEqualTo(ChangeRoom.RULE));
    assertThat(fixture.read(run, "big.bin")).hasSize(9000);
  }

  @Test
  void onlySoManyPathsChangeOverTheRun() {
    fixture.shell(run, "for i in {1..15}; do echo $i > f$i; done");
    assertThat(fixture.shell(run, "for i in {1..6}; do echo $i > g$i; done").changes())
        .hasSize(6)
        .allSatisfy(c -> assertThat(c.decision().rule()).isEqualTo(ChangeRoom.RULE));
    assertThat(fixture.shell(run, "for i in {1..15}; do echo new > f$i; done").changes())
        .allSatisfy(c -> assertThat(c.disposition()).isEqualTo(Disposition.COMMITTED));
  }

  @Test
  void aModeFlipCountsTheFileTwice() {
    assertThat(fixture.shell(run, "chmod +x big.bin").changes())
        .singleElement()
        .satisfies(c -> assertThat(c.decision().rule()).isEqualTo(ChangeRoom.RULE));
  }

  @Test
  void scratchDoesNotCount() {
    Answer.CommandRan ran =
        fixture.shell(run, "mkdir -p __pycache__; head -c 60000 /dev/zero > __pycache__/x.pyc");
    assertThat(ran.changes())
        .allSatisfy(c -> assertThat(c.disposition()).isEqualTo(Disposition.SCRATCH));
    assertThat(run.runState().changed()).isEqualTo(ChangeAmount.NONE);
  }

  @Test
  void whatWaitsCountsSoThatAnApprovalNeverExceeds() {
    Answer.FileChanged held =
        fixture.write(run, ".github/workflows/ci.yml", "absent", "h".repeat(6000));
    assertThat(held.outcome().disposition()).isEqualTo(Disposition.HELD);
    assertThat(refusedWrite("x.txt", "absent", "x".repeat(4001))).isEqualTo("RUN_CHANGE_TOO_LARGE");
    assertThat(refusedWrite(".github/workflows/b.yml", "absent", "x".repeat(4001)))
        .isEqualTo("RUN_CHANGE_TOO_LARGE");
    fixture.write(run, "x.txt", "absent", "x".repeat(4000));
    Approval waiting = run.runState().waiting().getFirst();
    assertThat(
            fixture.approvalQueue.decide(
                waiting.approvalId(), /* approve= */ true, waiting.proposalSha256(), "op", ""))
        .isEqualTo(Approval.State.COMMITTED);
    assertThat(run.runState().changed().bytes()).isEqualTo(BYTES);
  }

  @Test
  void whatWasDeniedCountsNoMore() {
    fixture.write(run, ".github/workflows/ci.yml", "absent", "h".repeat(6000));
    Approval waiting = run.runState().waiting().getFirst();
    fixture.approvalQueue.decide(
        waiting.approvalId(), /* approve= */ false, waiting.proposalSha256(), "op", "");
    fixture.write(run, "x.txt", "absent", "x".repeat(BYTES));
  }

  @Test
  void aNewProcessCountsTheSame() {
    fixture.write(run, "x.txt", "absent", "x".repeat(9000));
    ChangeAmount before = run.runState().changed();
    BlobUsage blobs = run.folder().blobUsage();
    fixture.runs.detach(run);
    run = fixture.recover("bounds");
    assertThat(run.runState().changed()).isEqualTo(before);
    assertThat(run.folder().blobUsage()).isEqualTo(blobs);
    assertThat(refusedWrite("y.txt", "absent", "y".repeat(1001))).isEqualTo("RUN_CHANGE_TOO_LARGE");
  }

  @Test
  void aRunThatHasLeftTooMuchContentTakesNoMoreCallsAndCanBeSubmitted() {
    String last = "absent";
    for (int i = 0; i < 20; i++) {
      String text = "x".repeat(5000) + i;
      fixture.write(run, "x.txt", last, text);
      last = RunFixture.sha256(text);
    }
    assertThat(run.runState().changed().paths()).isEqualTo(1);
    assertThat(refusedWrite("x.txt", last, "x")).isEqualTo("RUN_FULL");
    run.submit(fixture.caller(run));
    assertThat(run.phase()).isNotEqualTo(RunPhase.OPEN);
  }

  private String refusedWrite(String path, String replaces, String text) {
    return catchThrowableOfType(
            SyscallException.class, () -> fixture.write(run, path, replaces, text))
        .code()
        .name();
  }

  private String refusedDelete(String path, String text) {
    return catchThrowableOfType(
            SyscallException.class,
            () ->
                fixture.call(
                    fixture.caller(run),
                    new Syscall.FileDelete(
                        WorkspacePath.parse(path), new Digest(RunFixture.sha256(text)))))
        .code()
        .name();
  }
}
