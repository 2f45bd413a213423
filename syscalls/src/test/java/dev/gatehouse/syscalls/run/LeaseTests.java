package dev.gatehouse.syscalls.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.Caller;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.syscalls.SyscallErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One worker at a time, and one effect per key, whatever the clock and the workers do. */
class LeaseTests {
  private RunFixture fixture;
  private OpenRun run;
  private Duration lease;

  @BeforeEach
  void open(@TempDir Path data) throws IOException {
    fixture = RunFixture.without(data).with("a.txt", "one\n");
    run = fixture.open("leased");
    lease = Duration.between(fixture.clock.instant(), run.leaseExpiresAt());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void eachCallGivesTheWholeDurationAgain() {
    for (int i = 0; i < 3; i++) {
      fixture.clock.forward(lease.minusSeconds(1));
      fixture.read(run, "a.txt");
      assertThat(run.leaseExpiresAt()).isEqualTo(fixture.clock.instant().plus(lease));
    }
    assertThat(run.leaseExpired()).isFalse();
  }

  @Test
  void aWorkerThatDoesNotCallInTimeChangesNothing() {
    fixture.clock.forward(lease);
    assertThat(run.leaseExpired()).isTrue();
    refused(SyscallErrorCode.LEASE_EXPIRED, fixture.caller(run));
  }

  @Test
  void theFormerWorkerChangesNothingAndItsKeysKeepTheirAnswers() {
    Caller former = fixture.caller(run, "kept");
    Syscall write = RunFixture.writing("b.txt", "absent", "two\n");
    Answer answer = fixture.call(former, write);
    Event.LeaseTaken taken = run.takeLease(RunFixture.AGENT, RunFixture.key());

    assertThat(run.fence()).isEqualTo(taken.fence()).isEqualTo(former.fence() + 1);
    refused(SyscallErrorCode.LEASE_STALE, former);
    assertThat(fixture.call(fixture.caller(run, "kept"), write)).isEqualTo(answer);
    assertThat(events(Event.CallEnded.class)).isEqualTo(1);
  }

  @Test
  void aCommandWhoseKeyIsKnownIsNotRunAgain() {
    Caller keyed = fixture.caller(run, "once");
    Answer first = fixture.call(keyed, RunFixture.command("true"));
    assertThat(fixture.call(keyed, RunFixture.command("true")))
        .usingRecursiveComparison()
        .isEqualTo(first);
    assertThat(events(Event.CallIntended.class)).isEqualTo(1);
    assertThatExceptionOfType(GatehouseException.class)
        .isThrownBy(() -> fixture.call(keyed, RunFixture.command("false")))
        .matches(refused -> refused.code() == SyscallErrorCode.KEY_REUSED);
  }

  private void refused(SyscallErrorCode code, Caller caller) {
    assertThatExceptionOfType(GatehouseException.class)
        .isThrownBy(() -> fixture.call(caller, RunFixture.writing("c.txt", "absent", "three\n")))
        .matches(refused -> refused.code() == code);
    assertThat(run.committedTree().file(TreePath.of("c.txt"))).isEmpty();
  }

  private long events(Class<? extends Event> kind) {
    return run.folder().events().stream().filter(kind::isInstance).count();
  }
}
