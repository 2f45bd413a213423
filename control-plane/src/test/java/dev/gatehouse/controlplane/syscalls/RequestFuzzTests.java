package dev.gatehouse.controlplane.syscalls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs that the target survived once, and always has to. */
class RequestFuzzTests {
  @ParameterizedTest
  @MethodSource("inputs")
  void aBodyOfAnyBytesIsASyscallOrRefused(Path input) throws IOException {
    RequestFuzzTarget.fuzzerTestOneInput(Files.readAllBytes(input));
  }

  static List<Path> inputs() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz/requests"))) {
      return files.sorted().toList();
    }
  }
}
