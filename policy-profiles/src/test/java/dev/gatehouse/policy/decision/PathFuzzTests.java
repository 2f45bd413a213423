package dev.gatehouse.policy.decision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs that the path parser and the path rules survived once, and always have to. */
class PathFuzzTests {
  @ParameterizedTest
  @MethodSource("inputs")
  void aPathOfAnyBytesIsDecidedOrRefused(Path input) throws IOException {
    PathFuzzTarget.fuzzerTestOneInput(Files.readAllBytes(input));
  }

  static List<Path> inputs() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz/paths"))) {
      return files.sorted().toList();
    }
  }
}
