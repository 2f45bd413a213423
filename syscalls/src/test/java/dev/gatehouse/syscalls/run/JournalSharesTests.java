package dev.gatehouse.syscalls.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.limit.ChangeBounds;
import dev.gatehouse.syscalls.limit.JournalBounds;
import dev.gatehouse.syscalls.limit.RunBounds;
import dev.gatehouse.syscalls.limit.ScratchBounds;
import dev.gatehouse.syscalls.limit.WaitingBounds;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that end at the same moment keep to the bounds of journals together. */
@Requires({Requirement.ENGINE, Requirement.ROOT})
class JournalSharesTests {
  private static final long MIB = 1024 * 1024;
  private static final long OF_AGENT = 3 * MIB;
  private static final long SLACK = MIB / 2;
  private static final int RUNS = 6;

  /** Leaves about 2 MiB in the journal. */
  private static final String LONG_LINE =
      "mkdir build; cd build; seq -f %0150.0f 5000 | xargs touch";

  private RunFixture fixture;

  @BeforeEach
  void open(@TempDir Path data) throws IOException {
    fixture =
        new RunFixture(
                data,
                "journal-shares-tests",
                RunBounds.of(
                    ChangeBounds.DEFAULT,
                    WaitingBounds.DEFAULT,
                    new JournalBounds(32 * MIB, OF_AGENT, 5 * MIB),
                    ScratchBounds.DEFAULT))
            .with("a.txt", "one\n");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void linesThatAreWrittenAtTheSameTimeKeepToTheAgentsBound() throws Exception {
    List<OpenRun> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      runs.add(fixture.open("run" + i));
    }
    List<CompletableFuture<Answer.CommandRan>> going = new ArrayList<>();
    for (OpenRun run : runs) {
      going.add(
          CompletableFuture.supplyAsync(
              () -> fixture.shell(run, LONG_LINE), command -> Thread.ofPlatform().start(command)));
    }
    int whole = 0;
    for (CompletableFuture<Answer.CommandRan> future : going) {
      Answer.CommandRan ran = future.get(3, TimeUnit.MINUTES);
      if (ran.changes().size() == 1) {
        assertThat(ran.changes().getFirst().disposition()).isEqualTo(Disposition.DROPPED);
        assertThat(ran.changes().getFirst().decision().rule()).isEqualTo("builtin.journal");
      } else {
        whole++;
      }
    }
    long sum = runs.stream().mapToLong(run -> run.folder().journalBytes()).sum();
    assertThat(sum).isBetween(MIB, OF_AGENT + SLACK);
    assertThat(whole).isEqualTo(1);
    assertThat(fixture.shell(fixture.open("honest", "other"), "echo x > x.txt").changes())
        .hasSize(1);
  }

  @Test
  void aLineOfARunThatWouldExceedItsBoundIsNotWritten() {
    OpenRun run = fixture.open("one");
    assertThat(fixture.shell(run, LONG_LINE).changes()).hasSize(5001);
    assertThat(fixture.shell(run, "rm -r build").changes())
        .singleElement()
        .satisfies(c -> assertThat(c.decision().rule()).isEqualTo("builtin.journal"));
    assertThat(run.folder().journalBytes()).isLessThan(OF_AGENT);
    assertThat(fixture.shell(run, "echo x > x.txt").changes()).hasSize(1);
  }

  @Test
  void namesThatAreWrittenLongerThanTheyAreKeepTheLineShort() {
    OpenRun run = fixture.open("names");
    String names =
        "mkdir build; cd build; python3 -c 'for i in range(9990): open(str(i) + chr(1) * 220, \"w\")'";
    assertThat(fixture.shell(run, names).changes())
        .singleElement()
        .satisfies(c -> assertThat(c.disposition()).isEqualTo(Disposition.DROPPED));
    assertThat(run.folder().journalBytes()).isLessThan(100_000);
  }
}
