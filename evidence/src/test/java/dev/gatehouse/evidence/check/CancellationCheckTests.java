package dev.gatehouse.evidence.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.Reseal;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.folder.RunTerms;
import dev.gatehouse.evidence.folder.SampleRun;
import dev.gatehouse.evidence.folder.SealInputs;
import dev.gatehouse.evidence.folder.Sealing;
import dev.gatehouse.evidence.journal.Cancellation;
import dev.gatehouse.evidence.journal.Cancellation.Role;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who cancelled a run, in its last line; for both checkers. */
class CancellationCheckTests extends CheckedFolders {
  private static final Cancellation BY_OPERATOR =
      new Cancellation("alice", Role.OPERATOR, "key-9", "it fills the disk");

  private int made;

  @Test
  void aCancelledRunSaysWhoAndWhy() throws Exception {
    Path folder = cancelled(FormatVersion.TWO, Optional.of(BY_OPERATOR));

    checks.find(folder);
    assertThat(RunEvidence.read(folder).events().getLast())
        .isEqualTo(
            new Event.RunEnded(
                SampleRun.START.plusSeconds(6), RunStatus.CANCELLED, Optional.of(BY_OPERATOR)));
  }

  @Test
  void anAgentCancelsItsOwnRunAlone() throws Exception {
    checks.find(
        cancelled(
            FormatVersion.TWO,
            Optional.of(new Cancellation("worker", Role.AGENT, "key-9", "done"))));
    checks.find(
        cancelled(
            FormatVersion.TWO, Optional.of(new Cancellation("other", Role.AGENT, "key-9", "done"))),
        "JOURNAL_EVENT_MALFORMED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"by", "role", "key", "reason"})
  void whoCancelledIsSaidWhole(String member) throws Exception {
    malformed(cancelled -> cancelled.remove(member));
  }

  @Test
  void eachMemberHasItsForm() throws Exception {
    malformed(cancelled -> cancelled.put("by", new Json.Str("alice\u001b[31m")));
    malformed(cancelled -> cancelled.put("role", new Json.Str("METRICS")));
    malformed(cancelled -> cancelled.put("key", new Json.Str("")));
    malformed(cancelled -> cancelled.put("reason", new Json.Str("")));
    malformed(cancelled -> cancelled.put("reason", new Json.Str("x".repeat(4097))));
    malformed(cancelled -> cancelled.put("reason", new Json.Str("a\u0000b")));
    malformed(cancelled -> cancelled.put("reason", new Json.Int(1)));
    malformed(cancelled -> cancelled.put("fence", new Json.Int(1)));
  }

  @Test
  void aReasonOfAsManyCharactersAsMayBeIsTaken() throws Exception {
    // Two UTF-16 code units each.
    checks.find(
        cancelled(
            FormatVersion.TWO,
            Optional.of(
                new Cancellation("alice", Role.OPERATOR, "key-9", "\ud83d\uded1".repeat(2048)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMPLETED", "CRASHED"})
  void anotherEndDoesNotSayWhoCancelled(String status) throws Exception {
    Path folder =
        edited(
            cancelled(FormatVersion.TWO, Optional.of(BY_OPERATOR)),
            line -> line.put("status", new Json.Str(status)));

    checks.find(folder, "JOURNAL_EVENT_MALFORMED");
    assertThatThrownBy(() -> RunEvidence.read(folder)).isInstanceOf(JsonFormatException.class);
  }

  @Test
  void aRunWhoseTimeIsOverNamesNobody() throws Exception {
    checks.find(cancelled(FormatVersion.TWO, Optional.empty()));
    checks.find(cancelled(FormatVersion.ONE, Optional.empty()));
  }

  @Test
  void formatOneDoesNotSayWhoCancelled() throws Exception {
    checks.find(
        edited(
            cancelled(FormatVersion.ONE, Optional.empty()),
            line -> line.put("cancelled", BY_OPERATOR.toJson())),
        "JOURNAL_EVENT_MALFORMED");
  }

  private void malformed(Consumer<Map<String, Json>> edit) throws Exception {
    Path folder =
        edited(
            cancelled(FormatVersion.TWO, Optional.of(BY_OPERATOR)),
            line -> {
              TreeMap<String, Json> cancelled = new TreeMap<>(BY_OPERATOR.toJson().members());
              edit.accept(cancelled);
              line.put("cancelled", new Json.Obj(cancelled));
            });
    checks.find(folder, "JOURNAL_EVENT_MALFORMED");
    assertThatThrownBy(() -> RunEvidence.read(folder)).isInstanceOf(JsonFormatException.class);
  }

  /** A folder whose last line was changed before the keys signed it. */
  private static Path edited(Path folder, Consumer<Map<String, Json>> edit) throws Exception {
    String runId = folder.getFileName().toString();
    Reseal reseal = new Reseal(folder, KEYS);
    reseal.lines("run.end", edit);
    reseal.journal(runId);
    reseal.seal(runId, same -> same);
    return folder;
  }

  private Path cancelled(FormatVersion format, Optional<Cancellation> by) {
    String runId = "cancelled-" + made++;
    try (OpenFolder folder =
        SampleRun.fill(
            OpenFolder.create(
                staging, SampleRun.record(format, runId), RunTerms.of(SampleRun.POLICY)))) {
      folder.append(new Event.RunEnded(SampleRun.START.plusSeconds(6), RunStatus.CANCELLED, by));
      folder.force();
      folder.writeData("tree.json", SampleRun.RESULT.toJson().canonical());
      folder.writeData("diff.patch", SampleRun.DIFF);
      folder.checkpoint(KEYS);
      SealInputs facts =
          new SealInputs(
              RunStatus.CANCELLED,
              SealInputs.Verdict.NONE,
              Optional.empty(),
              Optional.of(SampleRun.RESULT.gitTree()),
              SampleRun.START.plusSeconds(9));
      return Sealing.seal(folder, KEYS, facts, runs).path();
    }
  }
}
