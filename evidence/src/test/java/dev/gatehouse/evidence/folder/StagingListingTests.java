package dev.gatehouse.evidence.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.FailingFs;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingListingTests {
  @TempDir Path data;
  private Path staging;

  @BeforeEach
  void makeStaging() throws IOException {
    staging = Files.createDirectory(data.resolve("staging"));
  }

  @Test
  void aFolderThatWasNeverRenamedIsNoRunAndIsRemovedWhateverItHolds() throws IOException {
    SampleRun.open(staging, "run-1").close();
    SampleRun.open(staging, "run-2").close();
    Files.move(staging.resolve("run-2"), staging.resolve(".new-run-2"));
    Files.createDirectory(staging.resolve(".new-run-3"));
    Files.createSymbolicLink(staging.resolve(".new-run-4"), data);

    StagingListing found = StagingListing.of(staging);
    assertThat(found.runs()).containsOnlyKeys("run-1");
    assertThat(found.unfinished()).containsExactly(".new-run-2", ".new-run-3", ".new-run-4");
    assertThat(found.foreign()).isEmpty();

    found.removeUnfinished(staging);
    assertThat(staging.toFile().list()).containsExactly("run-1");
    assertThat(data).exists();
  }

  @Test
  void whatIsNoRunsIsForeignAndStays() throws IOException {
    SampleRun.open(staging, "run-1").close();
    Files.move(staging.resolve("run-1"), staging.resolve("run-9"));
    Files.createDirectory(staging.resolve("Backup of Run"));
    Files.createDirectory(staging.resolve(".new-Run"));
    Files.createDirectories(staging.resolve("run-5/data"));
    Files.writeString(staging.resolve("run-6"), "a file");
    Files.createDirectories(staging.resolve("run-7/data"));
    Files.writeString(staging.resolve("run-7/data/run.json"), "{");
    Files.createSymbolicLink(staging.resolve("run-8"), staging.resolve("run-9"));

    StagingListing found = StagingListing.of(staging);
    found.removeUnfinished(staging);

    assertThat(found.runs()).isEmpty();
    assertThat(found.unfinished()).isEmpty();
    assertThat(found.foreign())
        .containsExactly(".new-Run", "Backup of Run", "run-5", "run-6", "run-7", "run-8", "run-9");
    assertThat(staging.toFile().list()).hasSize(7);
  }

  @Test
  void noStagingHoldsNothing() {
    assertThat(StagingListing.of(data.resolve("none")).runs()).isEmpty();
  }

  @Test
  void aFolderOfAnotherNameThanItsRunIsNeitherRecoveredNorFinished() throws IOException {
    SampleRun.open(staging, "run-1").close();
    Files.writeString(staging.resolve("run-1/seal.dsse.json"), "{}");
    Files.move(staging.resolve("run-1"), staging.resolve(".new-run-1"));
    assertThatExceptionOfType(JsonFormatException.class)
        .isThrownBy(() -> OpenFolder.recover(staging, ".new-run-1"))
        .withMessageContaining("run-1");
    assertThatExceptionOfType(JsonFormatException.class)
        .isThrownBy(() -> Sealing.finish(staging, ".new-run-1", data));
    assertThat(staging.resolve(".new-run-1")).exists();
  }

  @Test
  void aRunHasItsFirstEventsAsSoonAsItHasItsName() throws IOException {
    Event begun = new Event.RunBegun(SampleRun.START, "worker");
    OpenFolder.create(staging, SampleRun.record("run-1"), RunTerms.of(SampleRun.POLICY), begun)
        .close();
    try (OpenFolder folder = OpenFolder.recover(staging, "run-1")) {
      assertThat(folder.events()).containsExactly(begun);
    }
  }

  @Test
  void everyFailureOfACreationLeavesNothing() throws IOException {
    for (int operation = 0; ; operation++) {
      FailingFs fs = new FailingFs();
      fs.failAt(operation);
      String runId = "run-" + operation;
      Event begun = new Event.RunBegun(SampleRun.START, "worker");
      try (OpenFolder folder =
          OpenFolder.create(
              fs, staging, SampleRun.record(runId), RunTerms.of(SampleRun.POLICY), begun)) {
        assertThat(folder.events()).containsExactly(begun);
        assertThat(operation).isGreaterThan(20);
        return;
      } catch (UncheckedIOException e) {
        assertThat(staging.toFile().list()).as("at operation " + operation).isEmpty();
      }
    }
  }

  @Test
  void aNameThatIsTakenIsLeftAsItIs() {
    SampleRun.open(staging, "run-1").close();
    assertThatThrownBy(() ->
            OpenFolder.create(staging, SampleRun.record("run-1"), RunTerms.of(SampleRun.POLICY)))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(StagingListing.of(staging).runs()).containsOnlyKeys("run-1");
  }
}
