package dev.gatehouse.syscalls.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.JournalReader;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.AnswerMemory;
import dev.gatehouse.syscalls.Caller;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.syscalls.change.ChangeSetBounds;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the journal says of one command's paths is bounded before anything is written, whatever a
 * profile says of each path; a line never becomes too long for the journal.
 */
@Requires({Requirement.ENGINE, Requirement.ROOT})
class LineBoundsTests {
  /** Of each path that the scratch rule takes: as long as a profile's texts may be. */
  private static final String REASON = "\u20ac".repeat(2000);

  private static final long OF_A_PATH = REASON.getBytes(StandardCharsets.UTF_8).length;

  private RunFixture fixture;
  private OpenRun run;

  @BeforeEach
  void open(@TempDir Path data) throws IOException {
    fixture = new RunFixture(data, "line-bounds-" + System.nanoTime()).with("a.txt", "one\n");
    run = fixture.open("lines", talkative());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aCommandOfWhosePathsMoreWouldBeSaidThanALineTakesIsDroppedAndTheRunGoesOn() {
    int paths = 12_000;
    assertThat(paths * OF_A_PATH).isGreaterThan(JournalReader.MAX_LINE);
    assertThat(touch(paths).changes())
        .hasSize(paths + 1)
        .allSatisfy(LineBoundsTests::isDroppedByLayer);
    assertThat(run.folder().journalBytes()).isLessThan(JournalReader.MAX_LINE / 2);
    assertThat(run.broken()).isFalse();
    assertThat(fixture.shell(run, "echo x > x.txt").changes()).hasSize(1);
  }

  @Test
  void aCommandWhosePathsAreTooManyToNameIsDroppedAsOne() {
    assertThat(touch(50_000).changes())
        .singleElement()
        .satisfies(LineBoundsTests::isDroppedByLayer);
    assertThat(run.folder().journalBytes()).isLessThan(100_000);
    assertThat(fixture.shell(run, "echo x > x.txt").changes()).hasSize(1);
  }

  @Test
  void aCommandBelowTheBoundIsWrittenDownWholeAndItsLineStaysBelowTheJournals() {
    int paths = (int) (ChangeSetBounds.MAX_OUTCOME_BYTES / (OF_A_PATH + 350));
    Answer.CommandRan ran = touch(paths);
    assertThat(ran.changes())
        .hasSize(paths + 1)
        .allSatisfy(change -> assertThat(change.disposition()).isEqualTo(Disposition.SCRATCH));
    assertThat(run.folder().journalBytes())
        .isBetween(ChangeSetBounds.MAX_OUTCOME_BYTES * 9 / 10, (long) JournalReader.MAX_LINE / 2);
    assertThat(touch(paths + paths / 10).changes()).allSatisfy(LineBoundsTests::isDroppedByLayer);
  }

  @Test
  void aCommandWhoseAnswerHasNoMemoryHasNoEffectAndRunsUnderTheSameKeyLater() {
    Syscall command =
        new Syscall.ExecRun(
            new CommandRequest.Shell("for i in {1..100}; do echo $i > f$i; done"),
            Optional.empty(),
            new byte[0],
            Optional.empty());
    IllegalStateException none = new IllegalStateException("no memory");
    long outputs = 2 * run.profile().limits().outputBytes();
    Caller poor =
        caller(bytes -> {
          if (bytes != outputs) {
            throw none;
          }
        });
    assertThatThrownBy(() -> fixture.call(poor, command)).isSameAs(none);
    assertThat(run.committedTree()).isEqualTo(run.base());
    assertThat(run.folder().events().getLast()).isInstanceOf(Event.CallAborted.class);

    Caller rich = caller(bytes -> {});
    Answer.CommandRan ran = (Answer.CommandRan) fixture.call(rich, command);
    assertThat(ran.changes()).hasSize(100);
    // The stored answer asks for memory too, before it is read.
    assertThatThrownBy(() -> fixture.call(poor, command)).isSameAs(none);
    assertThat(fixture.call(rich, command).callId()).isEqualTo(ran.callId());
  }

  private static void isDroppedByLayer(PathOutcome outcome) {
    assertThat(outcome.disposition()).isEqualTo(Disposition.DROPPED);
    assertThat(outcome.decision().rule()).isEqualTo("builtin.layer");
  }

  private Answer.CommandRan touch(int paths) {
    return fixture.shell(
        run,
        "rm -rf build; mkdir build; cd build; seq -f %%070.0f %s | xargs touch".formatted(paths));
  }

  private Caller caller(AnswerMemory memory) {
    return new Caller(
        run.id(),
        RunFixture.AGENT,
        run.fence(),
        Optional.of(new Identifier("one-key")),
        Duration.ofSeconds(30),
        memory);
  }

  /** The shipped profile with a long reason for scratch, and more paths for one command. */
  private static Profile talkative() {
    Profile shipped = ProfileLoader.shipped("default");
    String reason =
        shipped.paths().stream()
            .filter(rule -> rule.id().equals("python-scratch"))
            .findFirst()
            .orElseThrow()
            .reason();
    String text =
        shipped
            .toJson()
            .canonicalText()
            .replace(reason, REASON)
            .replace("\"changedPaths\":10000", "\"changedPaths\":100000");
    return ProfileLoader.fromSnapshot(StrictJson.read(text.getBytes(StandardCharsets.UTF_8)));
  }
}
