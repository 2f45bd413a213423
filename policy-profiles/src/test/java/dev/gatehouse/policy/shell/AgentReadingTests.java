package dev.gatehouse.policy.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Strings of a real agent are read as expected; agent-readings.md names the source. */
class AgentReadingTests {

  @ParameterizedTest
  @MethodSource("strings")
  void readsWhatAnAgentSent(String command, String reading) {
    assertThat(CompactReading.of(command)).isEqualTo(reading);
  }

  static Stream<Arguments> strings() throws IOException {
    try (InputStream lines = AgentReadingTests.class.getResourceAsStream("agent-readings.jsonl")) {
      return new String(lines.readAllBytes(), UTF_8)
          .lines()
          .map(each -> StrictJson.read(each.getBytes(UTF_8)))
          .map(AgentReadingTests::row);
    }
  }

  private static Arguments row(Json.Obj each) {
    return Arguments.of(each.string("command"), each.string("reading"));
  }
}
