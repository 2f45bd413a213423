package dev.gatehouse.controlplane.runs.closing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.runs.SealedRun;
import dev.gatehouse.evidence.check.FolderCheck;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.folder.SealInputs;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.keys.TrustStore;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.gates.Gates;
import dev.gatehouse.gates.report.FindingCode;
import dev.gatehouse.gates.report.GateReport;
import dev.gatehouse.gates.report.Verdict;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.workspace.repository.Mirror;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step of closing that fails: what is no outage ends in a verdict, and an outage in none. */
class ClosingFailureTests {
  private ClosingFixture fixture;
  private Path data;

  @BeforeEach
  void open(@TempDir Path directory) throws Exception {
    data = directory;
    fixture = new ClosingFixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aRunWithoutAFailureIsSealedAsTheGatesJudge() throws Exception {
    OpenRun run = fixture.submitted("fine");
    try (RunSealer sealer = fixture.sealer(fixture.acts())) {
      fixture.lookUntilSealed(sealer, run.id());
    }
    assertThat(fixture.sealedRuns.find("fine").orElseThrow().outcome().verdict())
        .isEqualTo("PASSED");
    assertThat(data.resolve("runs/fine/data/failure.json")).doesNotExist();
  }

  @Test
  void aVerificationThatFailsForGoodIsAVerdict() throws Exception {
    OpenRun run = fixture.submitted("verify");
    closeWith(
        run,
        new ChangedActs(fixture.acts()) {
          @Override
          public VerifierReport verify(OpenRun ignored) {
            throw new IllegalArgumentException("no tree can be made of it");
          }
        });
    assertFailed("verify", "INTERNAL", "verify");
    assertThat(data.resolve("runs/verify/data/gate_report.json")).doesNotExist();
    assertThat(data.resolve("runs/verify/data/diff.patch")).exists();
  }

  @Test
  void aPatchThatGitDoesNotMakeIsAVerdictAtTheFirstAttempt() throws Exception {
    OpenRun run = fixture.submitted("diff");
    AtomicInteger attempts = new AtomicInteger();
    closeWith(
        run,
        new ChangedActs(fixture.acts()) {
          @Override
          public void diff(OpenRun closing) {
            attempts.incrementAndGet();
            Mirror mirror = Mirror.open(data.resolve("mirror.git"));
            mirror.diff(
                closing.base(), closing.committedTree(), version -> new byte[] {1}, patch -> {});
          }
        });
    assertFailed("diff", "CONTENT_MISMATCH", "diff");
    assertThat(attempts).as("once to close, once to seal as failed").hasValue(2);
    assertThat(data.resolve("runs/diff/data/tree.json")).exists();
    assertThat(data.resolve("runs/diff/data/diff.patch")).doesNotExist();
    assertThat(data.resolve("runs/diff/data/gate_report.json")).exists();
  }

  @Test
  void gatesThatNestTooDeeplyAreAVerdict() throws Exception {
    OpenRun run = fixture.submitted("gates");
    closeWith(
        run,
        new ChangedActs(fixture.acts()) {
          @Override
          public GateReport judge(OpenFolder folder) {
            throw new StackOverflowError();
          }
        });
    assertFailed("gates", "STACK_OVERFLOW", "gates");
    assertThat(data.resolve("runs/gates/data/gate_report.json")).doesNotExist();
  }

  @Test
  void aSealThatWasRefusedTakesItsPassedReportBack() throws Exception {
    OpenRun run = fixture.submitted("seal");
    closeWith(
        run,
        new ChangedActs(fixture.acts()) {
          @Override
          public void seal(OpenFolder folder, SealInputs facts) {
            if (facts.verdict() == SealInputs.Verdict.PASSED) {
              throw new IllegalArgumentException("not this one");
            }
            super.seal(folder, facts);
          }
        });
    assertFailed("seal", "INTERNAL", "seal");
    assertThat(fixture.data("seal", "gate_report.json").string("verdict")).isEqualTo("FAILED");
  }

  @Test
  void aFailureThatIsWrittenDownIsNotForgottenByALaterAttempt() throws Exception {
    OpenRun run = fixture.submitted("twice");
    AtomicInteger seals = new AtomicInteger();
    closeWith(
        run,
        new ChangedActs(failingDiffs(new AtomicInteger(), 1, ClosingFailureTests::overflow)) {
          @Override
          public void seal(OpenFolder folder, SealInputs facts) {
            if (seals.incrementAndGet() == 1) {
              throw unwritable("No space left on device");
            }
            super.seal(folder, facts);
          }
        });
    assertFailed("twice", "STACK_OVERFLOW", "diff");
    assertThat(data.resolve("runs/twice/data/diff.patch")).exists();
  }

  @Test
  void aRunThatNobodySubmittedIsSealedAsFailedToo() throws Exception {
    OpenRun run = fixture.open("crashed");
    fixture.runsAhead = Duration.ofDays(1);
    assertThat(run.endUnsubmitted()).contains(RunStatus.CRASHED);
    fixture.runsAhead = Duration.ZERO;
    closeWith(
        run, failingDiffs(new AtomicInteger(), Integer.MAX_VALUE, ClosingFailureTests::overflow));
    assertFailed("crashed", "STACK_OVERFLOW", "diff");
  }

  @Test
  void anOutageIsWaitedForHoweverLongItTakes() throws Exception {
    OpenRun run = fixture.submitted("outage");
    AtomicInteger attempts = new AtomicInteger();
    closeWith(
        run,
        failingDiffs(
            attempts,
            30,
            () -> {
              throw unwritable("write: No space left on device");
            }));
    assertThat(attempts).hasValue(31);
    assertThat(fixture.sealedRuns.find("outage").orElseThrow().outcome().verdict())
        .isEqualTo("PASSED");
  }

  @Test
  void whatMayPassIsTriedSeveralTimes() throws Exception {
    OpenRun run = fixture.submitted("passing");
    AtomicInteger attempts = new AtomicInteger();
    closeWith(
        run,
        failingDiffs(
            attempts,
            9,
            () -> {
              throw unwritable("broken pipe");
            }));
    assertThat(fixture.sealedRuns.find("passing").orElseThrow().outcome().verdict())
        .isEqualTo("PASSED");
  }

  @Test
  void threeRunsThatCannotBeSealedDoNotHoldUpAnother() throws Exception {
    List<String> events = new CopyOnWriteArrayList<>();
    CountDownLatch release = new CountDownLatch(1);
    ClosingActs acts =
        new ChangedActs(fixture.acts()) {
          @Override
          public void diff(OpenRun run) {
            if (run.id().startsWith("stuck")) {
              boolean retried = events.contains(run.id());
              events.add(run.id());
              if (retried) {
                // Every further attempt lasts until the other run is sealed.
                await(release);
              }
              throw unwritable("No space left on device");
            }
            super.diff(run);
          }

          @Override
          public void seal(OpenFolder folder, SealInputs facts) {
            super.seal(folder, facts);
            events.add("sealed " + folder.run().runId());
          }
        };
    List.of("stuck-1", "stuck-2", "stuck-3").forEach(fixture::submitted);
    try (RunSealer sealer = fixture.sealer(acts)) {
      fixture.lookUntil(sealer, () -> events.size() >= 4);
      fixture.submitted("normal");
      fixture.lookUntil(sealer, () -> events.contains("sealed normal"));
      assertThat(events).last().isEqualTo("sealed normal");
      release.countDown();
      fixture.lookUntil(sealer, () -> events.size() >= 8);
    } finally {
      release.countDown();
    }
    assertThat(fixture.runs.all())
        .extracting(OpenRun::id)
        .contains("stuck-1", "stuck-2", "stuck-3");
  }

  @Test
  void aStopInTheMiddleOfVerifyingLeavesTheRunToTheNextStart() throws Exception {
    OpenRun run = fixture.submitted("stopped");
    CountDownLatch verifying = new CountDownLatch(1);
    ClosingActs never =
        new ChangedActs(fixture.acts()) {
          @Override
          public VerifierReport verify(OpenRun ignored) {
            verifying.countDown();
            await(new CountDownLatch(1));
            throw new IllegalStateException("interrupted");
          }
        };
    RunSealer sealer = fixture.sealer(never);
    sealer.look();
    assertThat(verifying.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(sealer.drain(Duration.ofMillis(1))).isTrue();
    sealer.look();
    assertThat(run.phase().hasEnded()).isFalse();
    assertThat(data.resolve("staging/stopped/data/failure.json")).doesNotExist();
    try (RunSealer next = fixture.sealer(fixture.acts())) {
      fixture.lookUntilSealed(next, run.id());
    }
    assertThat(fixture.sealedRuns.find("stopped").orElseThrow().outcome().verdict())
        .isEqualTo("PASSED");
  }

  @Test
  void aStopLetsWhatIsBeingSealedEnd() throws Exception {
    fixture.submitted("ending");
    CountDownLatch sealing = new CountDownLatch(1);
    RunSealer sealer =
        fixture.sealer(
            new ChangedActs(fixture.acts()) {
              @Override
              public void seal(OpenFolder folder, SealInputs facts) {
                sealing.countDown();
                super.seal(folder, facts);
              }
            });
    sealer.look();
    assertThat(sealing.await(2, TimeUnit.MINUTES)).isTrue();
    assertThat(sealer.drain(Duration.ofMinutes(2))).isTrue();
    assertThat(data.resolve("runs/ending")).exists();
  }

  /** What the gateway does, but for the first so many patches. */
  private ChangedActs failingDiffs(AtomicInteger attempts, int failures, Runnable failure) {
    return new ChangedActs(fixture.acts()) {
      @Override
      public void diff(OpenRun closing) {
        if (attempts.incrementAndGet() <= failures) {
          failure.run();
        }
        super.diff(closing);
      }
    };
  }

  private static void overflow() {
    throw new StackOverflowError();
  }

  private static UncheckedIOException unwritable(String why) {
    return new UncheckedIOException(new IOException(why));
  }

  private void closeWith(OpenRun run, ClosingActs acts) throws InterruptedException {
    try (RunSealer sealer = fixture.sealer(acts)) {
      fixture.lookUntilSealed(sealer, run.id());
    }
  }

  private void assertFailed(String runId, String code, String step) throws IOException {
    SealedRun sealed = fixture.sealedRuns.find(runId).orElseThrow();
    assertThat(sealed.outcome().verdict()).isEqualTo("FAILED");
    assertThat(sealed.route()).isEqualTo("FAILED");
    Json.Obj failure = fixture.data(runId, "failure.json");
    assertThat(failure.string("code")).isEqualTo(code);
    assertThat(failure.string("step")).isEqualTo(step);
    assertThat(
            FolderCheck.check(sealed.folder(), TrustStore.read(data.resolve("keys/trust.json")))
                .findings())
        .isEmpty();
    GateReport again = Gates.evaluate(RunEvidence.read(sealed.folder()));
    assertThat(again.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(again.results().stream().flatMap(result -> result.findings().stream()))
        .anySatisfy(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.CLOSING_FAILED);
          assertThat(finding.message()).contains(code);
        });
    assertThat(Files.exists(data.resolve("staging").resolve(runId))).isFalse();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
