package dev.gatehouse.evidence.check;

import dev.gatehouse.evidence.MemoryDirectory;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.Reseal;
import dev.gatehouse.evidence.folder.SampleRun;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The line that says how long a run stood still: both checks find that it was put in, taken out or
 * changed; what the right keys signed they believe, and the gates compute with it.
 */
class StandstillCheckTests {
  private static final SigningKeys KEYS = SigningKeys.generate();
  private static final String RUN_ID = "run-1";
  private static final String KIND = "scratch.lost";

  @TempDir(factory = MemoryDirectory.class)
  Path data;

  private Path folder;
  private Path journal;
  private BothChecks checks;
  private Reseal reseal;

  @BeforeEach
  void sealARunThatStoodStill() throws Exception {
    OpenFolder open = SampleRun.open(Files.createDirectory(data.resolve("staging")), RUN_ID);
    open.append(new Event.ScratchLost(SampleRun.START.plusSeconds(4)));
    Path runs = Files.createDirectory(data.resolve("runs"));
    folder = SampleRun.seal(open, SampleRun.DIFF, runs, KEYS).path();
    journal = folder.resolve(FolderNames.JOURNAL);
    checks = BothChecks.of(KEYS, data);
    reseal = new Reseal(folder, KEYS);
    checks.find(folder);
  }

  @Test
  void aStandstillThatIsTakenOutIsFoundByBoth() throws Exception {
    edited(
        text -> text.replaceFirst("[^\n]*\"scratch.lost\"[^\n]*\n", ""),
        "JOURNAL_SEQ_BROKEN",
        "JOURNAL_CHAIN_BROKEN");
  }

  @Test
  void aStandstillThatIsPutInIsFoundByBoth() throws Exception {
    edited(
        text -> text.replaceFirst("([^\n]*\"scratch.lost\"[^\n]*\n)", "$1$1"),
        "JOURNAL_SEQ_BROKEN",
        "JOURNAL_CHAIN_BROKEN");
  }

  @Test
  void aStandstillThatIsMadeLongerIsFoundByBoth() throws Exception {
    edited(text -> text.replace("10:00:04Z", "11:00:04Z"), "JOURNAL_CHAIN_BROKEN");
  }

  @Test
  void aStandstillSaysNothingBesidesItsTimeForBoth() throws Exception {
    reseal.lines(KIND, line -> line.put("seconds", new Json.Int(5)));
    reseal.journal(RUN_ID);
    reseal.seal(RUN_ID, same -> same);
    checks.find(folder, "JOURNAL_EVENT_MALFORMED");
  }

  @Test
  void aStandstillThatTheKeysSignedIsWholeForBoth() throws Exception {
    reseal.lines(KIND, line -> line.put("at", new Json.Str("2026-03-01T11:00:04Z")));
    reseal.journal(RUN_ID);
    reseal.seal(RUN_ID, same -> same);
    checks.find(folder);
  }

  /** With manifests and seal that fit the edited journal. */
  private void edited(UnaryOperator<String> change, String... codes) throws Exception {
    String honest = Files.readString(journal);
    String forged = change.apply(honest);
    Files.writeString(journal, forged);
    reseal.seal(RUN_ID, same -> same);
    checks.find(folder, codes);
  }
}
