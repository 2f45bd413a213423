package dev.gatehouse.evidence.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.MemoryDirectory;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.FailingFs;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFolderTests {
  @TempDir Path staging;

  @Test
  void whatWasWrittenIsReadBack() {
    try (OpenFolder folder = SampleRun.open(staging, "run-1")) {
      SampleRun.finish(folder);
      RunEvidence evidence = RunEvidence.read(folder.path());
      assertThat(evidence.run()).isEqualTo(SampleRun.record("run-1"));
      assertThat(evidence.policySnapshot()).isEqualTo(SampleRun.POLICY);
      assertThat(evidence.policySha256()).isEqualTo(folder.run().policySha256());
      assertThat(evidence.events()).isEqualTo(folder.events()).hasSize(12);
      assertThat(evidence.tree()).contains(SampleRun.RESULT);
      assertThat(evidence.verifierReport()).isPresent();
      assertThat(evidence.gateReport()).isEmpty();
      for (byte[] content : List.of(SampleRun.OLD, SampleRun.LARGE, SampleRun.CI, new byte[0])) {
        assertThat(evidence.content(Digest.of(content)).orElseThrow()).isEqualTo(content);
        assertThat(folder.content(Digest.of(content)).orElseThrow()).isEqualTo(content);
      }
      assertThat(evidence.content(Digest.of("never".getBytes(UTF_8)))).isEmpty();
    }
  }

  @Test
  void theEvidenceRootCoversAllButTheGateReport() throws Exception {
    try (OpenFolder folder = SampleRun.open(staging, "run-1")) {
      SampleRun.finish(folder);
      Digest root = RunEvidence.read(folder.path()).evidenceRoot();
      folder.writeData("gate_report.json", "{}".getBytes(UTF_8));
      assertThat(RunEvidence.read(folder.path()).evidenceRoot()).isEqualTo(root);
      Process sum =
          new ProcessBuilder(
                  "bash",
                  "-c",
                  "find data -type f ! -name gate_report.json | LC_ALL=C sort | xargs sha256sum |"
                      + " sha256sum")
              .directory(folder.path().toFile())
              .start();
      assertThat(new String(sum.getInputStream().readAllBytes(), UTF_8)).startsWith(root.hex());
      folder.writeData("diff.patch", "other".getBytes(UTF_8));
      assertThat(RunEvidence.read(folder.path()).evidenceRoot()).isNotEqualTo(root);
    }
  }

  /** Every prefix of the last three lines, as a stop of the machine could leave it. */
  @Test
  void recoversFromATearAtEveryByte(@TempDir(factory = MemoryDirectory.class) Path staging)
      throws IOException {
    List<Event> all;
    try (OpenFolder folder = SampleRun.open(staging, "run-1")) {
      all = folder.events();
    }
    Path journal = staging.resolve("run-1/data/journal.jsonl");
    byte[] whole = Files.readAllBytes(journal);
    List<Integer> ends = lineEnds(whole);
    for (int length = ends.get(ends.size() - 4); length <= whole.length; length++) {
      Files.write(journal, Arrays.copyOf(whole, length));
      int at = length;
      int lines = (int) ends.stream().filter(end -> end <= at).count();
      int torn = length - ends.get(lines - 1);
      byte[] tail = Arrays.copyOfRange(whole, length - torn, length);
      try (OpenFolder folder = OpenFolder.recover(staging, "run-1")) {
        assertThat(folder.events()).isEqualTo(all.subList(0, lines));
        assertThat(folder.content(Digest.of(tail)).orElseThrow()).isEqualTo(tail);
        assertThat(folder.append(new Event.ScratchLost(SampleRun.START))).isEqualTo(lines);
        folder.force();
      }
      assertThat(RunEvidence.read(staging.resolve("run-1")).events()).hasSize(lines + 1);
    }
  }

  @Test
  void unfinishedFilesOfAStopAreGoneAfterRecovery() throws IOException {
    SampleRun.open(staging, "run-1").close();
    Path unfinished = staging.resolve("run-1/tmp/0");
    Files.writeString(unfinished, "half");
    Files.createDirectory(staging.resolve(".new-run-2"));
    Files.writeString(staging.resolve(".new-run-2/half"), "half");
    OpenFolder.recover(staging, "run-1").close();
    SampleRun.open(staging, "run-2").close();
    assertThat(unfinished).doesNotExist();
    assertThat(staging.resolve(".new-run-2")).doesNotExist();
  }

  @Test
  void manyThreadsAppendForceAndKeepContent() throws Exception {
    try (OpenFolder folder =
            OpenFolder.create(staging, SampleRun.record("run-1"), RunTerms.of(SampleRun.POLICY));
        var pool = Executors.newFixedThreadPool(16)) {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < 16; t++) {
        int thread = t;
        running.add(
            pool.submit(() -> {
              for (int i = 0; i < 20; i++) {
                folder.putBlob(("shared " + i).getBytes(UTF_8));
                folder.append(new Event.LeaseTaken(SampleRun.START, "t" + thread, i));
                folder.force();
              }
            }));
      }
      for (Future<?> thread : running) {
        thread.get();
      }
      assertThat(RunEvidence.read(folder.path()).events())
          .isEqualTo(folder.events())
          .hasSize(16 * 20);
      assertThat(FolderFiles.list(folder.path(), FolderNames.BLOBS)).hasSize(20);
    }
  }

  @Test
  void aFailedForceBreaksTheFolderForGood() {
    FailingFs failing = new FailingFs();
    try (OpenFolder folder =
        OpenFolder.create(
            failing, staging, SampleRun.record("run-1"), RunTerms.of(SampleRun.POLICY))) {
      folder.append(new Event.RunBegun(SampleRun.START, "worker"));
      folder.force();
      failing.failForces(true);
      assertThatExceptionOfType(FolderWriteException.class)
          .isThrownBy(() -> folder.putBlob(new byte[] {1}));
      failing.failForces(false);
      assertThatExceptionOfType(FolderWriteException.class)
          .isThrownBy(() -> folder.putBlob(new byte[] {1}));
      assertThatExceptionOfType(FolderWriteException.class).isThrownBy(folder::force);
      assertThatExceptionOfType(FolderWriteException.class)
          .isThrownBy(() -> folder.append(new Event.ScratchLost(SampleRun.START)));
    }
    try (OpenFolder folder = OpenFolder.recover(staging, "run-1")) {
      assertThat(folder.events()).hasSize(1);
      assertThat(folder.putBlob(new byte[] {1})).isEqualTo(Digest.of(new byte[] {1}));
    }
  }

  @Test
  void nothingFollowsTheEnd() {
    try (OpenFolder folder = SampleRun.open(staging, "run-1")) {
      SampleRun.finish(folder);
      assertThatIllegalStateException()
          .isThrownBy(() -> folder.append(new Event.ScratchLost(SampleRun.START)));
      assertThatExceptionOfType(FolderEndedException.class)
          .isThrownBy(() -> folder.putBlob(new byte[] {1}));
    }
    try (OpenFolder folder = OpenFolder.recover(staging, "run-1")) {
      assertThatIllegalStateException()
          .isThrownBy(() -> folder.append(new Event.ScratchLost(SampleRun.START)));
      assertThatExceptionOfType(FolderEndedException.class)
          .isThrownBy(() -> folder.putBlob(new byte[] {1}));
    }
  }

  /** The manifest of a seal lists the blobs right after the end. */
  @Test
  void contentThatComesWhileTheRunEndsIsThereBeforeTheEndOrNotAtAll() throws Exception {
    try (OpenFolder folder = SampleRun.open(staging, "run-1");
        var pool = Executors.newFixedThreadPool(4)) {
      CountDownLatch writing = new CountDownLatch(4);
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int thread = t;
        running.add(
            pool.submit(() -> {
              for (int i = 0; ; i++) {
                folder.putBlob((thread + " " + i).getBytes(UTF_8));
                writing.countDown();
              }
            }));
      }
      writing.await();
      folder.append(new Event.RunEnded(SampleRun.START, RunStatus.COMPLETED));
      List<String> atTheEnd = FolderFiles.list(folder.path(), FolderNames.BLOBS);
      for (Future<?> thread : running) {
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(thread::get)
            .withCauseInstanceOf(FolderEndedException.class);
      }
      assertThat(FolderFiles.list(folder.path(), FolderNames.BLOBS)).isEqualTo(atTheEnd);
    }
  }

  @Test
  void aRunIsMadeOnceAndUnderItsPolicy() {
    SampleRun.open(staging, "run-1").close();
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> SampleRun.open(staging, "run-1"));
    assertThatIllegalArgumentException().isThrownBy(() -> SampleRun.open(staging, "../out"));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            OpenFolder.create(
                staging,
                SampleRun.record("run-2"),
                RunTerms.of(Json.object().put("name", "x").build())));
  }

  @Test
  void evidenceThatIsNotWholeIsNamed() throws IOException {
    try (OpenFolder folder = SampleRun.open(staging, "run-1")) {
      SampleRun.finish(folder);
    }
    Path folder = staging.resolve("run-1");
    Path blob = folder.resolve(FolderNames.blob(Digest.of(SampleRun.LARGE)));
    Files.writeString(blob, "other");
    assertThatExceptionOfType(MissingEvidenceException.class)
        .isThrownBy(() -> RunEvidence.read(folder).content(Digest.of(SampleRun.LARGE)));
    Path tree = folder.resolve("data/tree.json");
    Files.writeString(tree, Files.readString(tree).replace("100755", "100644"));
    assertThatExceptionOfType(JsonFormatException.class)
        .isThrownBy(() -> RunEvidence.read(folder).tree())
        .withMessageContaining("data/tree.json");
    Path journal = folder.resolve("data/journal.jsonl");
    Files.writeString(journal, Files.readString(journal).replace("key-c2", "key-c9"));
    assertThatExceptionOfType(JsonFormatException.class)
        .isThrownBy(() -> RunEvidence.read(folder))
        .withMessageContaining("data/journal.jsonl line 6");
    Files.delete(folder.resolve("data/run.json"));
    assertThatExceptionOfType(MissingEvidenceException.class)
        .isThrownBy(() -> RunEvidence.read(folder))
        .withMessageContaining("data/run.json");
  }

  private static List<Integer> lineEnds(byte[] bytes) {
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        ends.add(i + 1);
      }
    }
    return ends;
  }
}
