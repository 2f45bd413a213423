package dev.gatehouse.evidence.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.HeapUse;
import dev.gatehouse.evidence.MemoryDirectory;
import dev.gatehouse.evidence.journal.CallRequest;
import dev.gatehouse.evidence.journal.CallStatus;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.InlineContent;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an open folder holds in memory does not grow with what is in its journal. */
@Requires(Requirement.TIME)
class OpenFolderMemoryTests {
  private static final long BOUND = 32L << 20;
  private static final long HELD = 3L << 20;

  @TempDir(factory = MemoryDirectory.class)
  Path staging;

  @Test
  void aJournalAtItsBoundHoldsAtMostThreeMebibytes() {
    long before = HeapUse.bytes();
    try (OpenFolder folder = SampleRun.open(staging, "run-1")) {
      for (int i = 0; folder.journalBytes() < BOUND; i++) {
        folder.append(refusal(i));
      }
      assertThat(HeapUse.bytes() - before).isLessThan(HELD);
      assertThat(folder.events().size()).isGreaterThan(10_000);
    }
    try (OpenFolder folder = OpenFolder.recover(staging, "run-1")) {
      assertThat(HeapUse.bytes() - before).isLessThan(HELD);
      assertThat(folder.journalBytes()).isGreaterThanOrEqualTo(BOUND);
    }
  }

  @Test
  void inlineContentIsFoundAndNotHeld() {
    long before = HeapUse.bytes();
    int calls = 800;
    try (OpenFolder folder = SampleRun.open(staging, "run-1")) {
      for (int i = 0; i < calls; i++) {
        List<InlineContent> contents = new ArrayList<>();
        for (int j = 0; j < 10; j++) {
          contents.add(new InlineContent(content(10 * i + j)));
        }
        folder.append(ended(i, contents));
      }
      assertThat(folder.journalBytes()).isGreaterThan(BOUND);
      assertThat(HeapUse.bytes() - before).isLessThan(HELD);
    }
    try (OpenFolder folder = OpenFolder.recover(staging, "run-1")) {
      for (int i = 0; i < 10 * calls; i += 37) {
        assertThat(folder.content(Digest.of(content(i)))).hasValue(content(i));
      }
      assertThat(RunEvidence.read(folder.path()).content(Digest.of(content(7)))).isPresent();
    }
  }

  /** Text of a caller that looks like the member, contents of every length, the same one twice. */
  @Test
  void noTextOfACallerPassesForContent() {
    List<InlineContent> contents = new ArrayList<>();
    for (int length = 0; length < 200; length++) {
      contents.add(new InlineContent("y".repeat(length).getBytes(UTF_8)));
    }
    contents.add(new InlineContent(new byte[InlineContent.MAX_BYTES]));
    contents.add(contents.getLast());
    contents.add(new InlineContent("last".getBytes(UTF_8)));
    try (OpenFolder folder = SampleRun.open(staging, "run-1")) {
      Event.CallEnded plain = ended(1, contents);
      folder.append(
          new Event.CallEnded(
              plain.at(),
              plain.callId(),
              plain.status(),
              Json.object()
                  .put("a", "\"contents\":[\"AAAA\",\"contents\":[\"")
                  .put("b", "\u00e4\n\"contents\":[\"\u2028")
                  .build(),
              plain.paths(),
              plain.contents()));
      for (InlineContent content : contents) {
        assertThat(folder.content(content.sha256())).hasValue(content.bytes());
      }
    }
  }

  @Test
  void aHugeTailIsKeptInPieces() throws IOException {
    SampleRun.open(staging, "run-1").close();
    Path journal = staging.resolve("run-1/data/journal.jsonl");
    byte[] piece = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(journal, StandardOpenOption.APPEND)) {
      for (int i = 0; i < 80; i++) {
        out.write(piece);
      }
      out.write("{}\n".getBytes(UTF_8));
    }
    long size = Files.size(journal);

    try (OpenFolder folder = OpenFolder.recover(staging, "run-1")) {
      List<String> blobs = FolderFiles.list(folder.path(), FolderNames.BLOBS);
      long kept = 0;
      for (String blob : blobs) {
        long bytes = Files.size(folder.path().resolve(blob));
        kept = Math.max(kept, bytes);
        assertThat(FolderFiles.digest(folder.path().resolve(blob)).hex())
            .isEqualTo(Path.of(blob).getFileName().toString());
      }
      assertThat(kept).isEqualTo((80L << 20) + 3);
      assertThat(Files.size(journal)).isEqualTo(folder.journalBytes()).isEqualTo(size - kept);
      assertThat(folder.events()).hasSize(SAMPLE_EVENTS);
    }
  }

  private static final int SAMPLE_EVENTS = 10;

  @Test
  void theListThatWasAskedForDoesNotGrow() {
    try (OpenFolder folder = SampleRun.open(staging, "run-1")) {
      List<Event> before = folder.events();
      folder.append(refusal(1));
      assertThat(before).hasSize(folder.events().size() - 1);
      assertThat(folder.events().getLast()).isEqualTo(refusal(1));
      assertThat(folder.events().subList(3, 6)).isEqualTo(new ArrayList<>(before).subList(3, 6));
      assertThat(folder.events().getFirst()).isEqualTo(before.getFirst());
    }
  }

  private static Event.CallRefused refusal(int i) {
    return new Event.CallRefused(
        SampleRun.START,
        "call-" + i,
        "agent:worker",
        "exec.run",
        "TOO_LARGE",
        "x".repeat(300),
        new CallRequest.Inline(Json.object().put("argv", "y".repeat(1000)).build()),
        Optional.empty());
  }

  private static Event.CallEnded ended(int i, List<InlineContent> contents) {
    return new Event.CallEnded(
        SampleRun.START,
        "call-" + i,
        CallStatus.DONE,
        Json.object().put("disposition", "COMMITTED").build(),
        List.of(),
        contents);
  }

  private static byte[] content(int i) {
    return ("%08d".formatted(i) + "z".repeat(InlineContent.MAX_BYTES - 8)).getBytes(UTF_8);
  }
}
