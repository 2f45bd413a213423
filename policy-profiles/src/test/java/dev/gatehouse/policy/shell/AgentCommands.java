package dev.gatehouse.policy.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Shell strings that a real agent sent; agent-commands.md names the source. */
final class AgentCommands {
  private AgentCommands() {}

  /** Every string of the sample. */
  static List<String> all() throws IOException {
    try (InputStream lines = AgentCommands.class.getResourceAsStream("agent-commands.jsonl")) {
      return new String(lines.readAllBytes(), UTF_8)
          .lines()
          .map(line -> StrictJson.read(line.getBytes(UTF_8)).string("command"))
          .toList();
    }
  }
}
