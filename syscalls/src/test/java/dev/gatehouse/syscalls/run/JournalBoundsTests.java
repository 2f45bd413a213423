package dev.gatehouse.syscalls.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.dispatch.SyscallDispatcher;
import dev.gatehouse.syscalls.limit.ChangeBounds;
import dev.gatehouse.syscalls.limit.JournalBounds;
import dev.gatehouse.syscalls.limit.RunBounds;
import dev.gatehouse.syscalls.limit.ScratchBounds;
import dev.gatehouse.syscalls.limit.WaitingBounds;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals of one run, one agent and all of them together are bounded where calls come in. */
@Requires({Requirement.ENGINE, Requirement.ROOT})
class JournalBoundsTests {
  private static final long RUN = 20_000;
  private static final long AGENT = 30_000;
  private static final long GATEWAY = 45_000;
  private static final long PLENTY = 1 << 30;

  private static final Syscall WRITE = RunFixture.writing("k.txt", "absent", "kept");
  private static final Syscall COMMAND =
      new Syscall.ExecRun(
          new CommandRequest.Shell("echo said; echo made > made.txt"),
          Optional.empty(),
          new byte[0],
          Optional.empty());

  @TempDir Path data;
  private RunFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = bounded(PLENTY / 8, PLENTY, PLENTY);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aFullRunRefusesWithoutALineAndCanBeSubmitted() throws IOException {
    open(RUN, PLENTY, PLENTY);
    OpenRun run = fixture.open("one");
    fill(run, "RUN_FULL");

    assertThat(run.folder().journalBytes()).isBetween(RUN, RUN + 5000);
    assertRefusedWithoutALine(run, "RUN_FULL");
    assertSubmits(run);
  }

  @Test
  void theJournalsOfAnAgentCountTogetherAndOthersGoOn() throws IOException {
    open(PLENTY / 8, AGENT, PLENTY);
    OpenRun one = fixture.open("one");
    OpenRun two = fixture.open("two");
    OpenRun other = fixture.open("other", "somebody-else");
    write(two, 40);
    fill(one, "AGENT_JOURNAL_FULL");

    assertThat(one.folder().journalBytes()).isLessThan(AGENT);
    assertRefusedWithoutALine(two, "AGENT_JOURNAL_FULL");
    assertThat(refused(other)).isNotEqualTo("AGENT_JOURNAL_FULL");
    assertSubmits(one);
    fixture.runs.release(one);
    assertThat(refused(two)).isNotEqualTo("AGENT_JOURNAL_FULL");
  }

  @Test
  void theJournalsOfAllRunsCountTogether() throws IOException {
    open(PLENTY / 8, PLENTY, GATEWAY);
    OpenRun one = fixture.open("one");
    OpenRun other = fixture.open("other", "somebody-else");
    write(other, 60);
    fill(one, "GATEWAY_JOURNAL_FULL");

    assertRefusedWithoutALine(other, "GATEWAY_JOURNAL_FULL");
    assertSubmits(other);
    fixture.runs.release(other);
    assertThat(refused(one)).isNotEqualTo("GATEWAY_JOURNAL_FULL");
  }

  @Test
  void requestsThatAreKeptAsBlobsCount() throws IOException {
    open(PLENTY / 8, 1_000_000, PLENTY);
    OpenRun one = fixture.open("one");
    call(one, 600_000);
    call(one, 600_001);

    assertThat(one.folder().journalBytes()).isLessThan(10_000);
    assertRefusedWithoutALine(one, "AGENT_JOURNAL_FULL");
  }

  @Test
  void aNewProcessCountsTheSame() throws IOException {
    open(PLENTY / 8, AGENT, PLENTY);
    OpenRun one = fixture.open("one");
    fill(one, "AGENT_JOURNAL_FULL");
    fixture.runs.detach(one);

    assertRefusedWithoutALine(fixture.recover("one"), "AGENT_JOURNAL_FULL");
  }

  @Test
  void aDecisionOfAnOperatorAlwaysFits() throws IOException {
    open(RUN, PLENTY, PLENTY);
    OpenRun run = fixture.open("one");
    fixture.write(run, ".github/workflows/x.yml", "absent", "on: push\n");
    Approval waiting = run.runState().waiting().getFirst();
    fill(run, "RUN_FULL");

    assertThat(
            fixture.approvalQueue.decide(
                waiting.approvalId(), true, waiting.proposalSha256(), "operator", "fine"))
        .isEqualTo(Approval.State.COMMITTED);
    assertSubmits(run);
  }

  @Test
  void aRetryUnderAKnownKeyHasItsAnswerInAFullRun() throws IOException {
    open(RUN, PLENTY, PLENTY);
    OpenRun run = fixture.open("one");
    Answer written = written(run);
    Answer.CommandRan ran = ran(run);
    fill(run, "RUN_FULL");
    assertRepeats(run, written, ran);
  }

  @Test
  void aRetryUnderAKnownKeyHasItsAnswerWhereTheAgentsJournalsAreFull() throws IOException {
    open(PLENTY / 8, AGENT, PLENTY);
    OpenRun run = fixture.open("one");
    Answer written = written(run);
    Answer.CommandRan ran = ran(run);
    fill(fixture.open("two"), "AGENT_JOURNAL_FULL");
    assertRepeats(run, written, ran);
  }

  @Test
  void aRetryUnderAKnownKeyHasItsAnswerWhereAllJournalsAreFull() throws IOException {
    open(PLENTY / 8, PLENTY, GATEWAY);
    OpenRun run = fixture.open("one");
    Answer written = written(run);
    Answer.CommandRan ran = ran(run);
    fill(fixture.open("other", "somebody-else"), "GATEWAY_JOURNAL_FULL");
    assertRepeats(run, written, ran);
  }

  @Test
  void aRetryUnderAKnownKeyHasItsAnswerOnAFullDisk() throws IOException {
    OpenRun run = fixture.open("one");
    Answer written = written(run);
    SyscallException full = new SyscallException(SyscallErrorCode.STORAGE_FULL, "x", "y");
    SyscallDispatcher dispatcher =
        new SyscallDispatcher(
            fixture.runs,
            (need, bytes) -> {
              throw full;
            });
    assertThat(dispatcher.call(fixture.caller(run, "known-write"), "file.write", () -> WRITE))
        .isEqualTo(written);
    assertThat(
            catchThrowableOfType(
                SyscallException.class,
                () -> dispatcher.call(fixture.caller(run, "new"), "file.write", () -> WRITE)))
        .isSameAs(full);
  }

  private Answer written(OpenRun run) {
    return fixture.call(fixture.caller(run, "known-write"), WRITE);
  }

  private Answer.CommandRan ran(OpenRun run) {
    return (Answer.CommandRan) fixture.call(fixture.caller(run, "known-command"), COMMAND);
  }

  /** A known key has its answer, any other call and any other request none; no line is written. */
  private void assertRepeats(OpenRun run, Answer written, Answer.CommandRan ran) {
    long before = run.folder().journalBytes();
    assertThat(written(run)).isEqualTo(written);
    Answer.CommandRan again = ran(run);
    assertThat(again.callId()).isEqualTo(ran.callId());
    assertThat(again.changes()).isEqualTo(ran.changes());
    assertThat(again.stdout().head()).isEqualTo(ran.stdout().head());
    Syscall other = RunFixture.writing("b.txt", "absent", "other");
    assertThat(code(run, "known-write", other)).isEqualTo("KEY_REUSED");
    assertThat(code(run, "new", other)).endsWith("_FULL");
    Syscall read = new Syscall.FileRead(WorkspacePath.parse("a.txt"), 100);
    assertThat(code(run, "known-write", read)).endsWith("_FULL");
    assertThat(run.folder().journalBytes()).isEqualTo(before);
  }

  private String code(OpenRun run, String key, Syscall syscall) {
    return catchThrowableOfType(
            SyscallException.class, () -> fixture.call(fixture.caller(run, key), syscall))
        .code()
        .name();
  }

  /** A lease that is taken again and again is a line each time. */
  @Test
  void leasesCannotGrowAJournalForEver() throws IOException {
    open(RUN, PLENTY, PLENTY);
    OpenRun run = fixture.open("one");
    fill(run, "RUN_FULL");
    run.takeLease(RunFixture.AGENT, RunFixture.key());
    String comes = "";
    while (comes.isEmpty()) {
      SyscallException refused =
          catchThrowableOfType(
              SyscallException.class, () -> run.takeLease(RunFixture.AGENT, RunFixture.key()));
      comes = refused == null ? "" : refused.code().name();
      assertThat(run.folder().journalBytes()).isLessThan(RUN + JournalBounds.LEASE_BYTES + 1000);
    }
    assertThat(comes).isEqualTo("RUN_FULL");
    assertSubmits(run);
  }

  private void open(long run, long agent, long gateway) throws IOException {
    fixture.close();
    fixture = bounded(run, agent, gateway);
  }

  private RunFixture bounded(long run, long agent, long gateway) throws IOException {
    return new RunFixture(
            data,
            "journal-bounds",
            RunBounds.of(
                ChangeBounds.DEFAULT,
                WaitingBounds.DEFAULT,
                new JournalBounds(run, agent, gateway),
                ScratchBounds.DEFAULT))
        .under(ProfileLoader.shipped("default"))
        .with("a.txt", "one\n");
  }

  private void assertSubmits(OpenRun run) {
    run.submit(fixture.caller(run));
    run.complete();
    assertThat(run.phase().hasEnded()).isTrue();
  }

  private void assertRefusedWithoutALine(OpenRun run, String code) {
    long before = run.folder().journalBytes();
    for (int i = 0; i < 5; i++) {
      assertThat(refused(run)).isEqualTo(code);
      SyscallException invalid = new SyscallException(SyscallErrorCode.BODY_INVALID, "x", "y");
      assertThat(
              catchThrowableOfType(
                      SyscallException.class,
                      () -> fixture.dispatcher.refused(fixture.caller(run), "exec.run", invalid))
                  .code()
                  .name())
          .isEqualTo(code);
    }
    assertThat(run.folder().journalBytes()).isEqualTo(before);
  }

  private void fill(OpenRun run, String code) {
    String last = "";
    for (int i = 0; i < 1000 && !last.equals(code); i++) {
      last = call(run, 100);
    }
    assertThat(last).isEqualTo(code);
  }

  private void write(OpenRun run, int lines) {
    for (int i = 0; i < lines; i++) {
      call(run, 100);
    }
  }

  private String refused(OpenRun run) {
    return call(run, 10);
  }

  /** The code of a call that is always refused. */
  private String call(OpenRun run, int bytes) {
    Syscall exec =
        new Syscall.ExecRun(
            new CommandRequest.Argv(List.of("nope", "x".repeat(bytes))),
            Optional.empty(),
            new byte[0],
            Optional.empty());
    return catchThrowableOfType(
            SyscallException.class, () -> fixture.call(fixture.caller(run), exec))
        .code()
        .name();
  }
}
