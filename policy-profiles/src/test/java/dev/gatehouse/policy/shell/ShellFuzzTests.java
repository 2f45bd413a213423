package dev.gatehouse.policy.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any text is read or refused, in a bounded time. */
class ShellFuzzTests {
  private static final long SEED = Long.getLong("gatehouse.seed", 20_261_121);

  @ParameterizedTest
  @MethodSource("inputs")
  void aTextOfAnyBytesIsReadOrUnreadable(Path input) throws IOException {
    ShellFuzzTarget.fuzzerTestOneInput(Files.readAllBytes(input));
  }

  @Test
  void generatedStringsAreReadOrUnreadable() throws IOException {
    ShellStrings strings = new ShellStrings(new Random(SEED), AgentCommands.all());
    for (int i = 0; i < 5000; i++) {
      String string = strings.next();
      try {
        ShellFuzzTarget.fuzzerTestOneInput(string.getBytes(UTF_8));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + SEED + ": " + string, e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(", "{ ", "$(", "`", "\"$(", "${x:-", "{a,b}", "{a,", "if a; then ", "for i in a b; do ",
            "! ", "a | ",
        "a <<E\n", "<(", "$((", "[[ ! ", "case a in a) ", "\\", "'", "a=$a$a; ", "cd ..; ", "a && ",
            "x() {", "[",
        "* ", "{1..9999}", "$'\\", "#", "&", "cd a || ", "a=b$a;"
      })
  void repetitionEndsInABoundedTime(String part) {
    for (int times : new int[] {10, 1000, 60_000 / part.length()}) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () -> ShellFuzzTarget.fuzzerTestOneInput(part.repeat(times).getBytes(UTF_8)));
    }
  }

  static List<Path> inputs() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz/shell"))) {
      return files.sorted().toList();
    }
  }
}
