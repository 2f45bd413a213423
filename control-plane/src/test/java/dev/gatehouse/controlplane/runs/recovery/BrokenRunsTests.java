package dev.gatehouse.controlplane.runs.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.controlplane.runs.closing.ChangedActs;
import dev.gatehouse.controlplane.runs.closing.ClosingActs;
import dev.gatehouse.controlplane.runs.closing.ClosingFixture;
import dev.gatehouse.controlplane.runs.closing.ClosingQueue;
import dev.gatehouse.controlplane.runs.closing.RunSealer;
import dev.gatehouse.evidence.check.FolderCheck;
import dev.gatehouse.evidence.keys.TrustStore;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.syscalls.run.OpenRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that break are opened again by themselves, and are closed only then. */
class BrokenRunsTests {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
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
  void aRunThatBreaksWhileItIsClosedIsOpenedAgainAndSealedAsIfNothingHadHappened()
      throws Exception {
    OpenRun run = fixture.submitted("closing");
    AtomicInteger verified = new AtomicInteger();
    ClosingActs breaking =
        new ChangedActs(fixture.acts()) {
          @Override
          public VerifierReport verify(OpenRun closing) {
            VerifierReport report = super.verify(closing);
            if (verified.incrementAndGet() == 1) {
              closing.folder().close();
            }
            return report;
          }
        };
    try (RunSealer sealer = fixture.sealer(breaking)) {
      BrokenRuns broken = fixture.broken(sealer);
      fixture.lookUntil(sealer, () -> run.broken() && !sealer.has(run.id()));
      int before = verified.get();
      for (int i = 0; i < 10; i++) {
        fixture.forward(ClosingQueue.LONGEST_PAUSE);
        sealer.look();
      }
      assertThat(sealer.has(run.id())).as("a broken run is not closed").isFalse();
      assertThat(verified).hasValue(before);

      assertThat(broken.retireNext()).isTrue();
      assertThat(fixture.reopenNext().endedAs()).isEmpty();
      fixture.lookUntilSealed(sealer, run.id());
    }
    assertThat(fixture.sealedRuns.find("closing").orElseThrow().outcome().verdict())
        .isEqualTo("PASSED");
    assertThat(
            FolderCheck.check(
                    fixture.sealed.resolve("closing"),
                    TrustStore.read(data.resolve("keys/trust.json")))
                .findings())
        .isEmpty();
  }

  @Test
  void whileThereIsNoRoomNothingIsClosedAndNothingOpenedAgain() throws Exception {
    OpenRun due = fixture.openVerified("due");
    fixture.shell(due, "echo new > new.txt");
    fixture.submit(due);
    OpenRun broken = fixture.open("broken");
    breakOff(broken);
    fixture.full = true;
    AtomicBoolean touched = new AtomicBoolean();
    ClosingActs acts =
        new ChangedActs(fixture.acts()) {
          @Override
          public VerifierReport verify(OpenRun closing) {
            touched.set(true);
            return super.verify(closing);
          }
        };
    try (RunSealer sealer = fixture.sealer(acts)) {
      BrokenRuns runs = fixture.broken(sealer);
      for (int i = 0; i < 20; i++) {
        sealer.look();
        assertThat(runs.retireNext()).isFalse();
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertThat(touched).isFalse();
      fixture.full = false;
      assertThat(runs.retireNext()).isTrue();
      fixture.reopenNext();
      fixture.lookUntilSealed(sealer, "due");
    }
    assertThat(Files.exists(data.resolve("runs/due/data/failure.json"))).isFalse();
  }

  @Test
  void aRunThatBreaksAgainAndAgainIsOpenedAfterAPauseThatGrows() throws Exception {
    OpenRun run = fixture.open("again");
    try (RunSealer sealer = fixture.sealer(fixture.acts())) {
      BrokenRuns broken = fixture.broken(sealer);
      breakOff(run);
      long former = System.nanoTime();
      assertThat(broken.retireNext()).as("the first time at once").isTrue();
      assertThat(broken.retireNext()).as("it is open no more").isFalse();
      for (int pause = 1; pause <= 2; pause++) {
        breakOff(fixture.reopenNext());
        long began = System.nanoTime();
        long asked = began;
        while (!broken.retireNext()) {
          assertThat(asked - began).isLessThan(PATIENCE.toNanos());
          LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
          asked = System.nanoTime();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - former))
            .isGreaterThanOrEqualTo(Duration.ofSeconds(pause));
        former = asked;
      }
      fixture.reopenNext();
    }
  }

  @Test
  void aRunThatCannotBeOpenedAgainForWantOfRoomIsTriedForAsLongAsItTakes() {
    Throwable full =
        new java.io.UncheckedIOException(
            new java.io.IOException(
                "run folder r could not be recovered: No space left on device"));
    assertThat(Failure.of(full).outage()).isTrue();
    assertThat(Failure.of(new IllegalStateException(full)).outage()).isTrue();
    assertThat(Failure.of(new IllegalStateException("something else")).outage()).isFalse();
  }

  /** The first write after it fails. */
  private void breakOff(OpenRun run) {
    run.folder().close();
    assertThatThrownBy(() -> fixture.shell(run, "true")).hasMessageContaining("could not be");
    assertThat(run.broken()).isTrue();
  }
}
