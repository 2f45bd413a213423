package dev.gatehouse.evidence.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.MemoryDirectory;
import dev.gatehouse.evidence.check.FolderCheck;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.FailingFs;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each operation of a whole run fails once, and the process stops there. What was acknowledged is
 * found again, and the run goes on to a sealed folder that is whole.
 */
class FaultTests {
  private static final SigningKeys KEYS = SigningKeys.generate();

  @TempDir(factory = MemoryDirectory.class)
  Path data;

  /** What had been acknowledged when the process stopped. */
  private static final class Acknowledged {
    final List<Event> events = new ArrayList<>();
    final List<Digest> blobs = new ArrayList<>();
    boolean created;
  }

  @Test
  void everyOperationFailsOnceAndNothingAcknowledgedIsLost() throws IOException {
    int reached = 0;
    for (int operation = 0; ; operation++) {
      Path at = Files.createDirectory(data.resolve("at-" + operation));
      Path staging = Files.createDirectory(at.resolve("staging"));
      Path runs = Files.createDirectory(at.resolve("runs"));
      FailingFs fs = new FailingFs();
      fs.failAt(operation);
      Acknowledged acknowledged = new Acknowledged();
      try {
        run(fs, staging, runs, acknowledged);
      } catch (FolderWriteException | UncheckedIOException e) {
        reached++;
      }
      assertGoesOn(staging, runs, acknowledged);
      if (!fs.hasFailed()) {
        break;
      }
    }
    assertThat(reached).isGreaterThan(60);
  }

  private static void run(FailingFs fs, Path staging, Path runs, Acknowledged acknowledged) {
    OpenFolder folder =
        OpenFolder.create(fs, staging, SampleRun.record("run-1"), RunTerms.of(SampleRun.POLICY));
    acknowledged.created = true;
    try (folder) {
      Event begun = new Event.RunBegun(SampleRun.START, "worker");
      folder.append(begun);
      folder.force();
      acknowledged.events.add(begun);
      acknowledged.blobs.add(folder.putBlob("content".getBytes(UTF_8)));
      Event lease = new Event.LeaseTaken(SampleRun.START, "worker", 1);
      folder.append(lease);
      folder.force();
      acknowledged.events.add(lease);
      finish(folder, runs);
    }
  }

  private static SealedFolder finish(OpenFolder folder, Path runs) {
    if (!(folder.events().getLast() instanceof Event.RunEnded)) {
      SampleRun.finish(folder);
    } else {
      SampleRun.writeResult(folder);
    }
    folder.writeData("diff.patch", SampleRun.DIFF);
    folder.checkpoint(KEYS);
    folder.writeData("gate_report.json", SampleRun.gateReport("PASSED"));
    return Sealing.seal(folder, KEYS, SampleRun.facts(SealInputs.Verdict.PASSED), runs);
  }

  private static void assertGoesOn(Path staging, Path runs, Acknowledged acknowledged) {
    if (StagingListing.of(staging).runs().isEmpty() && !Files.exists(runs.resolve("run-1"))) {
      assertThat(acknowledged.created).isFalse();
      return;
    }
    SealedFolder sealed =
        Sealing.finish(staging, "run-1", runs).orElseGet(() -> goOn(staging, runs, acknowledged));
    assertThat(FolderCheck.check(sealed.path(), KEYS.trust()).findings()).isEmpty();
    RunEvidence evidence = RunEvidence.read(sealed.path());
    assertThat(evidence.events()).containsAll(acknowledged.events);
    assertThat(acknowledged.blobs).allMatch(blob -> evidence.content(blob).isPresent());
  }

  private static SealedFolder goOn(Path staging, Path runs, Acknowledged acknowledged) {
    try (OpenFolder folder = OpenFolder.recover(staging, "run-1")) {
      assertThat(folder.events()).containsAll(acknowledged.events);
      if (folder.events().isEmpty()) {
        folder.append(new Event.RunBegun(SampleRun.START, "worker"));
      }
      return finish(folder, runs);
    }
  }
}
