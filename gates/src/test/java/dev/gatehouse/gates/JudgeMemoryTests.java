package dev.gatehouse.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.HeapUse;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.gates.history.RunHistory;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gates hold of a run in memory, where its journal is as large as it may be. */
@Requires(Requirement.TIME)
class JudgeMemoryTests {
  /** Bytes from which on a run takes no calls. */
  private static final long JOURNAL = 32L << 20;

  /** What is held, in bytes of the journal. */
  private static final int TIMES = 3;

  @TempDir Path staging;

  @Test
  void ofManySmallCallsNoMoreIsHeldThanTheJournalTakesSoManyTimes() throws IOException {
    assertBounded(reads());
  }

  @Test
  void ofCommandsThatChangeManyPathsNoMoreIsHeldThanTheJournalTakesSoManyTimes()
      throws IOException {
    assertBounded(commands());
  }

  /** Of the evidence hardly anything is held; the gates hold its events. */
  private static void assertBounded(Path folder) throws IOException {
    long journal = Files.size(folder.resolve("data/journal.jsonl"));
    assertThat(journal).isBetween(JOURNAL, JOURNAL * 3 / 2);
    long before = HeapUse.bytes();
    RunEvidence evidence = RunEvidence.read(folder);
    assertThat(HeapUse.bytes() - before).isLessThan(JOURNAL / 8);
    RunHistory facts = new RunHistory(evidence);
    assertThat(HeapUse.bytes() - before).isLessThan(TIMES * journal);
    assertThat(facts.events()).hasSameSizeAs(evidence.events());
  }

  private Path reads() throws IOException {
    Scenario run = Scenario.small();
    run.diff = Optional.of(new byte[0]);
    for (int i = 0; i < 55_000; i++) {
      run.read("calc.py");
    }
    return run.verified().end().write(Files.createTempDirectory(staging, "reads"));
  }

  private Path commands() throws IOException {
    Map<String, String> written = new TreeMap<>();
    for (int i = 0; i < 10_000; i++) {
      written.put("build/" + i + ".pyc", "");
    }
    Scenario run = Scenario.small();
    run.diff = Optional.of(new byte[0]);
    for (int i = 0; i < 27; i++) {
      run.exec(new CommandRequest.Shell("touch build/*"), written);
    }
    return run.verified().end().write(Files.createTempDirectory(staging, "commands"));
  }
}
