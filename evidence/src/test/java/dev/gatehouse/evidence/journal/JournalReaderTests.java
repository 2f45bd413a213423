package dev.gatehouse.evidence.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalReaderTests {
  @TempDir Path directory;

  /** Lengths on both sides of the size of the buffer that the file is read through. */
  @Test
  void linesOfEveryLengthComeBack() throws IOException {
    List<String> written = new ArrayList<>();
    for (int length : new int[] {0, 1, 65_534, 65_535, 65_536, 65_537, 200_000, 0, 7}) {
      written.add("x".repeat(length));
    }
    for (String end : List.of("", "torn", "y".repeat(65_536))) {
      Path file = directory.resolve("lines");
      String text = String.join("\n", written) + "\n";
      Files.writeString(file, text + end);
      List<String> read = new ArrayList<>();
      try (JournalReader lines = JournalReader.open(file)) {
        for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
          read.add(new String(line.get(), ISO_8859_1));
        }
        assertThat(lines.isTorn()).isEqualTo(!end.isEmpty());
        assertThat(lines.position()).isEqualTo(text.length());
      }
      assertThat(read).isEqualTo(written);
    }
  }
}
