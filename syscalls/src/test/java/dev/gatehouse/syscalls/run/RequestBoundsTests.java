package dev.gatehouse.syscalls.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.journal.CallRequest;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.handler.RecordedRequest;
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

/** What a refused request costs a run, and what is known of it afterwards. */
@Requires({Requirement.ENGINE, Requirement.ROOT})
class RequestBoundsTests {
  private static final int LARGE = 1_000_000;

  private RunFixture fixture;
  private OpenRun run;

  @BeforeEach
  void open(@TempDir Path data) throws IOException {
    fixture =
        new RunFixture(data, "request-tests-" + System.nanoTime())
            .with("a.txt", "one\n")
            .under(ProfileLoader.shipped("default"));
    run = fixture.open("requests");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aLargeRefusedRequestIsABlobAndNoPartOfTheJournal() {
    long before = run.folder().journalBytes();
    refuse(LARGE);

    assertThat(run.folder().journalBytes() - before).isLessThan(2000);
    CallRequest.Reference reference = lastRefused();
    assertThat(reference.kept()).isTrue();
    assertThat(run.folder().content(reference.sha256()).orElseThrow())
        .hasSize(Math.toIntExact(reference.bytes()));
    assertThat(run.folder().requestBytes()).isEqualTo(reference.bytes());
  }

  @Test
  void aSmallRefusedRequestIsInItsEvent() {
    refuse(1000);

    assertThat(((Event.CallRefused) run.folder().events().getLast()).request())
        .isInstanceOf(CallRequest.Inline.class);
  }

  @Test
  void refusedRequestsBeyondTheBudgetAreKeptByDigestAndHonestCallsGoOn() {
    int many = (int) (RecordedRequest.MAX_KEPT_BYTES / LARGE) + 3;
    for (int i = 0; i < many; i++) {
      refuse(LARGE + i);
    }

    assertThat(lastRefused().kept()).isFalse();
    assertThat(lastRefused().bytes()).isGreaterThan(LARGE);
    assertThat(run.folder().content(lastRefused().sha256())).isEmpty();
    assertThat(run.folder().requestBytes()).isLessThanOrEqualTo(RecordedRequest.MAX_KEPT_BYTES);
    String script = "true # " + "x".repeat(6000);
    assertThat(fixture.shell(run, script).exitCode()).isZero();
    Event.CallIntended intended =
        (Event.CallIntended)
            run.folder().events().stream()
                .filter(Event.CallIntended.class::isInstance)
                .toList()
                .getLast();
    assertThat(intended.request())
        .isInstanceOfSatisfying(
            CallRequest.Reference.class, reference -> assertThat(reference.kept()).isTrue());
    assertThat(RunEvidence.read(run.folder().path()).request(intended.request()))
        .hasValueSatisfying(request ->
            assertThat(Digest.of(request.canonical()).hex()).isEqualTo(intended.requestSha256()));
  }

  @Test
  void aNewProcessCountsTheSame() {
    refuse(LARGE);
    long before = run.folder().requestBytes();
    fixture.runs.detach(run);
    run = fixture.recover("requests");

    assertThat(run.folder().requestBytes()).isEqualTo(before).isPositive();
  }

  private CallRequest.Reference lastRefused() {
    return (CallRequest.Reference) ((Event.CallRefused) run.folder().events().getLast()).request();
  }

  private void refuse(int bytes) {
    Syscall exec =
        new Syscall.ExecRun(
            new CommandRequest.Argv(List.of("nope", "x".repeat(bytes))),
            Optional.empty(),
            new byte[0],
            Optional.empty());
    assertThat(
            catchThrowableOfType(
                SyscallException.class, () -> fixture.call(fixture.caller(run), exec)))
        .isNotNull();
  }
}
