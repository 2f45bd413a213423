package dev.gatehouse.evidence.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs that a journal's readers survived once, and always have to. */
class JournalFuzzTests {
  @ParameterizedTest
  @MethodSource("inputs")
  void aJournalOfAnyBytesIsReadOrRefused(Path input) throws IOException {
    JournalFuzzTarget.fuzzerTestOneInput(Files.readAllBytes(input));
  }

  static List<Path> inputs() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz/journal"))) {
      return files.sorted().toList();
    }
  }
}
