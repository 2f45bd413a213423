package dev.gatehouse.controlplane.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.journal.Cancellation;
import dev.gatehouse.evidence.journal.Cancellation.Role;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.EventCodec;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedCancellationTests {
  private static final String OTHER_LINE = "{\"kind\":\"scratch.lost\"}\n";

  @TempDir Path folder;

  @Test
  void theLongestEndIsReadAndNoOtherLine() throws IOException {
    Cancellation longest =
        new Cancellation(
            "a".repeat(128),
            Role.OPERATOR,
            "k".repeat(128),
            "\u0001".repeat(Cancellation.MAX_REASON));
    for (int lines : new int[] {0, 1, 10_000}) {
      journal(OTHER_LINE.repeat(lines) + end(RunStatus.CANCELLED, Optional.of(longest)));
      assertThat(SealedCancellation.of(folder)).contains(longest);
    }
  }

  @Test
  void aRunThatNobodyCancelledHasNone() throws IOException {
    for (RunStatus status : RunStatus.values()) {
      journal(OTHER_LINE + end(status, Optional.empty()));
      assertThat(SealedCancellation.of(folder)).isEmpty();
    }
  }

  @Test
  void aJournalThatWasDamagedIsRefused() throws IOException {
    for (String damaged :
        new String[] {"", "{}", "\n", "x".repeat(100_000) + "\n", "{\"cancelled\":{}}\n"}) {
      journal(damaged);
      assertThatThrownBy(() -> SealedCancellation.of(folder))
          .as(damaged)
          .isInstanceOf(JsonFormatException.class);
    }
    Files.delete(folder.resolve(FolderNames.JOURNAL));
    assertThatThrownBy(() -> SealedCancellation.of(folder))
        .isInstanceOf(UncheckedIOException.class);
  }

  private void journal(String lines) throws IOException {
    Path file = folder.resolve(FolderNames.JOURNAL);
    Files.createDirectories(file.getParent());
    Files.writeString(file, lines);
  }

  private static String end(RunStatus status, Optional<Cancellation> cancelled) {
    return EventCodec.write(new Event.RunEnded(Instant.EPOCH, status, cancelled))
            .build()
            .canonicalText()
        + "\n";
  }
}
