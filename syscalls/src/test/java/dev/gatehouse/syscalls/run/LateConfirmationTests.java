package dev.gatehouse.syscalls.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.sandbox.CommandOutcome;
import dev.gatehouse.sandbox.Termination;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that ended between a command's outcome and the engine's word on it. */
@Requires({Requirement.ENGINE, Requirement.ROOT})
class LateConfirmationTests {
  private static final String OWNER = "late-confirmation-tests";
  private static final String RUN = "late";

  @TempDir Path data;
  private final CountDownLatch recovered = new CountDownLatch(1);
  private final FaultySandboxes former = new FaultySandboxes();
  private RunFixture before;
  private RunFixture after;

  @BeforeEach
  void start() throws IOException {
    former.beforeConfirmation = this::awaitRecovery;
    before = new RunFixture(data, OWNER, former).with("a.txt", "one\n");
    after = new RunFixture(data, OWNER).with("a.txt", "one\n");
  }

  @AfterEach
  void close() {
    recovered.countDown();
    after.close();
    former.close();
  }

  @Test
  void whatTheEngineStillKnowsConfirmsTheCommand() {
    assertThat(confirmationsOf("echo two > b.txt; exit 3"))
        .singleElement()
        .satisfies(line -> {
          assertThat(line.agrees()).isTrue();
          assertThat(line.detail().integer("exitCode")).isEqualTo(3);
          assertThat(line.detail().string("readAt")).isEqualTo("recovery");
        });
  }

  @Test
  void aCommandThatASignalEndedIsConfirmed() {
    assertThat(confirmationsOf("kill -SEGV $$"))
        .singleElement()
        .matches(Event.CallConfirmed::agrees);
  }

  @Test
  void aCommandThatTheGatewayKilledIsConfirmed() {
    assertThat(confirmationsOf("head -c 300000000 /dev/zero"))
        .singleElement()
        .matches(Event.CallConfirmed::agrees);
  }

  @Test
  void anotherStatusThanTheReportedOneContradicts() {
    reportEnding(new Termination.Exited(0));
    assertThat(confirmationsOf("exit 3")).singleElement().matches(line -> !line.agrees());
  }

  @Test
  void anyStatusConfirmsACommandWhoseStarterWasLost() {
    OpenRun run = before.open(RUN);
    reportEnding(new Termination.StarterLost("the connection to the starter failed"));
    before.shell(run, "exit 3");
    assertThat(confirmations(recovered(run))).singleElement().matches(Event.CallConfirmed::agrees);
  }

  @Test
  void nothingIsSaidOfACommandWhoseContainerIsGone() {
    OpenRun run = before.open(RUN);
    before.shell(run, "exit 3");
    after.sandboxes().reapRun(OWNER, RUN);
    assertThat(confirmations(recovered(run))).isEmpty();
  }

  @Test
  void nothingIsLeftOfTheFormerProcessAndTheRunGoesOn() {
    OpenRun run = before.open(RUN);
    before.shell(run, "echo two > b.txt");
    OpenRun again = recovered(run);
    assertThat(after.shell(again, "cat b.txt").exitCode()).isZero();
    after.runs.release(again);
    assertThat(after.sandboxes().reapRun(OWNER, RUN).containers()).isZero();
    assertThat(after.sandboxes().reapRun(OWNER, RUN).volumes()).isZero();
  }

  @Test
  void aRecoveryThatFailedLaterHasKeptWhatTheEngineKnew() {
    OpenRun run = before.open(RUN);
    before.shell(run, "exit 3");
    run.folder().close();
    UnopenedRun unopened = unopened(run);
    try (OpenFolder folder = OpenFolder.recover(data.resolve("staging"), RUN)) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() ->
              after.factory.recover(
                  unopened,
                  folder,
                  after.base(),
                  version -> {
                    throw new IllegalStateException("the base is not there now");
                  }));
    }
    OpenRun again =
        after.factory.recover(
            unopened,
            OpenFolder.recover(data.resolve("staging"), RUN),
            after.base(),
            after.contents());
    assertThat(confirmations(again)).singleElement().matches(Event.CallConfirmed::agrees);
  }

  /** What the gateway sees of a command is another ending than it had. */
  private void reportEnding(Termination ending) {
    former.report =
        outcome ->
            new CommandOutcome(
                ending,
                outcome.stdout(),
                outcome.stderr(),
                outcome.judgement(),
                outcome.wall(),
                outcome.cpuMicros(),
                outcome.peakRssKib(),
                outcome.oomKills());
  }

  private List<Event.CallConfirmed> confirmationsOf(String script) {
    OpenRun run = before.open(RUN);
    before.shell(run, script);
    return confirmations(recovered(run));
  }

  private OpenRun recovered(OpenRun run) {
    run.folder().close();
    return after.factory.recover(
        unopened(run),
        OpenFolder.recover(data.resolve("staging"), RUN),
        after.base(),
        after.contents());
  }

  private UnopenedRun unopened(OpenRun run) {
    after.runs.unopened().add(run.record());
    return after.runs.unopened().next(each -> true).orElseThrow();
  }

  private static List<Event.CallConfirmed> confirmations(OpenRun run) {
    return run.folder().events().stream()
        .filter(Event.CallConfirmed.class::isInstance)
        .map(Event.CallConfirmed.class::cast)
        .toList();
  }

  private void awaitRecovery() {
    try {
      if (!recovered.await(
          Duration.ofMinutes(3).toSeconds(), java.util.concurrent.TimeUnit.SECONDS)) {
        throw new AssertionError("the test did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
