package dev.gatehouse.syscalls.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.HeapUse;
import dev.gatehouse.evidence.journal.CallRequest;
import dev.gatehouse.evidence.journal.CallStatus;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.syscalls.SyscallException;
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

/** What an open run holds of its calls, and that their answers are the same whatever came since. */
@Requires({Requirement.ENGINE, Requirement.ROOT})
class RunMemoryTests {
  /** Just below the bound, where stored answers are still given. */
  private static final long JOURNAL = 31L << 20;

  private static final long HELD = 3L << 20;

  private RunFixture fixture;
  private OpenRun run;

  @BeforeEach
  void open(@TempDir Path data) throws IOException {
    fixture = new RunFixture(data, "memory-tests-" + System.nanoTime()).with("a.txt", "one\n");
    run = fixture.open("memory");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aRunAtItsJournalBoundHoldsAtMostThreeMebibytesAndAnswersAsBefore() {
    Syscall write = RunFixture.writing("b.txt", "absent", "two\n");
    Syscall exec = command("echo out; echo err >&2; echo three > c.txt; exit 3");
    Answer written = fixture.call(fixture.caller(run, "write"), write);
    Answer ran = fixture.call(fixture.caller(run, "exec"), exec);
    long before = HeapUse.bytes();
    int calls = 0;
    while (run.folder().journalBytes() < JOURNAL) {
      run.append(intended(calls), ended(calls));
      calls++;
    }

    assertThat(HeapUse.bytes() - before).isLessThan(HELD);
    assertThat(calls).isGreaterThan(10_000);
    assertAnswers(write, written, exec, ran);
    fixture.runs.detach(run);
    run = fixture.recover("memory");
    assertAnswers(write, written, exec, ran);
    assertThat(run.runState().byKey("key-" + (calls - 1))).isPresent();
    assertThat(run.runState().byKey("key-" + calls)).isEmpty();
  }

  @Test
  void aKeyOfAnAbortedCallIsFreeAgain() {
    run.append(intended(1));
    assertThat(run.runState().byKey("key-1"))
        .hasValueSatisfying(call -> assertThat(call.outcome()).isEmpty());
    fixture.runs.detach(run);
    run = fixture.recover("memory");

    assertThat(run.runState().byKey("key-1")).isEmpty();
    Syscall write = RunFixture.writing("b.txt", "absent", "two\n");
    Answer written = fixture.call(fixture.caller(run, "key-1"), write);
    assertThat(fixture.call(fixture.caller(run, "key-1"), write))
        .usingRecursiveComparison()
        .isEqualTo(written);
  }

  private void assertAnswers(Syscall write, Answer written, Syscall exec, Answer ran) {
    long before = run.folder().journal().size();
    assertThat(fixture.call(fixture.caller(run, "write"), write))
        .usingRecursiveComparison()
        .isEqualTo(written);
    assertThat(fixture.call(fixture.caller(run, "exec"), exec))
        .usingRecursiveComparison()
        .isEqualTo(ran);
    assertThat(run.folder().journal().size()).isEqualTo(before);
    assertThat(
            catchThrowableOfType(
                    SyscallException.class,
                    () -> fixture.call(fixture.caller(run, "exec"), command("other")))
                .code()
                .name())
        .isEqualTo("KEY_REUSED");
  }

  private static Syscall command(String script) {
    return new Syscall.ExecRun(
        new CommandRequest.Shell(script), Optional.empty(), new byte[0], Optional.empty());
  }

  private Event.CallIntended intended(int i) {
    return new Event.CallIntended(
        run.now(),
        "filler-" + i,
        "agent:tester",
        1,
        Optional.of("key-" + i),
        "file.write",
        new CallRequest.Inline(Json.object().put("text", "x".repeat(300)).build()),
        "0".repeat(64),
        Decision.allow("rule", "reason"),
        Optional.empty());
  }

  private Event.CallEnded ended(int i) {
    return new Event.CallEnded(
        run.now(),
        "filler-" + i,
        CallStatus.DONE,
        Json.object().put("disposition", "y".repeat(300)).build(),
        List.of(),
        List.of());
  }
}
