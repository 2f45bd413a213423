package dev.gatehouse.syscalls.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.change.HeldChanges;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much one call may bring in, and one run. */
@Requires({Requirement.ENGINE, Requirement.ROOT})
class BoundsTests {
  private RunFixture fixture;
  private OpenRun run;

  @BeforeEach
  void open(@TempDir Path data) throws IOException {
    fixture = new RunFixture(data, "bounds-tests-" + System.nanoTime()).with("a.txt", "one\n");
    run = fixture.open("bounds");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aChangeSetWhoseNamesAreTooLongInAllIsDroppedWhole() {
    Answer.CommandRan ran =
        fixture.shell(
            run,
            "n=$(printf 'x%.0s' {1..250}); d=$n/$n/$n/$n/$n/$n/$n/$n/$n/$n/$n/$n; mkdir -p $d;"
                + " for i in {1..1500}; do echo > $d/$i; done");
    assertThat(ran.changes()).singleElement().satisfies(BoundsTests::isDroppedByLayer);
    assertThat(run.committedTree()).isEqualTo(run.base());
    assertThat(fixture.shell(run, "echo x > x.txt").changes()).hasSize(1);
  }

  @Test
  void aChangeSetWithTooMuchContentIsDroppedWhole() {
    Answer.CommandRan ran =
        fixture.shell(run, "for i in {1..9}; do head -c 16777216 /dev/zero > big$i; done");
    assertThat(ran.changes()).hasSize(9).allSatisfy(BoundsTests::isDroppedByLayer);
    assertThat(run.committedTree()).isEqualTo(run.base());
  }

  @Test
  void contentThatNoEventCanCarryBecomesBlobs() {
    Answer.CommandRan ran =
        fixture.shell(
            run, "for i in {1..2200}; do printf '%4096d' $i > f$i; done; printf '' > empty");
    assertThat(ran.changes())
        .hasSize(2201)
        .allSatisfy(c -> assertThat(c.disposition()).isEqualTo(Disposition.COMMITTED));
    Event.CallEnded ended = (Event.CallEnded) lastEnded();
    assertThat(ended.contents()).hasSizeLessThan(2200);
    run.committedTree()
        .files()
        .values()
        .forEach(v -> assertThat(run.contents().content(v)).hasSize((int) v.size()));
  }

  @Test
  void onlySoManyChangesWaitForOperators() {
    Answer.CommandRan ran =
        fixture.shell(
            run,
            "mkdir -p .github/workflows;"
                + " for i in {1..205}; do echo $i > .github/workflows/$i.yml; done");
    assertThat(run.waitingApprovals()).isEqualTo(HeldChanges.MAX_WAITING);
    assertThat(ran.changes().stream().filter(c -> c.disposition() == Disposition.DROPPED))
        .hasSize(5)
        .allSatisfy(c -> assertThat(c.decision().rule()).isEqualTo("builtin.approvals"));
    SyscallException refused =
        catchThrowableOfType(
            SyscallException.class,
            () -> fixture.write(run, ".github/workflows/more.yml", "absent", "on: push\n"));
    assertThat(refused.code().name()).isEqualTo("TOO_MANY_APPROVALS");
  }

  private Event lastEnded() {
    return run.folder().events().stream()
        .filter(Event.CallEnded.class::isInstance)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private static void isDroppedByLayer(PathOutcome outcome) {
    assertThat(outcome.disposition()).isEqualTo(Disposition.DROPPED);
    assertThat(outcome.decision().rule()).isEqualTo("builtin.layer");
  }
}
