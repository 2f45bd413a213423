package dev.gatehouse.policy.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shell strings that a real agent sent; agent-commands.md names the source. */
public final class AgentCommands {
  private AgentCommands() {}

  /** Every string of the sample. */
  public static List<String> all() throws IOException {
    return List.copyOf(byName().values());
  }

  /** Every string of the sample, by task and step, such as {@code django__django-11049/3}. */
  static Map<String, String> byName() throws IOException {
    Map<String, String> commands = new LinkedHashMap<>();
    try (InputStream lines = AgentCommands.class.getResourceAsStream("agent-commands.jsonl")) {
      for (String line : new String(lines.readAllBytes(), UTF_8).split("\n")) {
        Json.Obj each = StrictJson.read(line.getBytes(UTF_8));
        commands.put(each.string("instance") + "/" + each.integer("step"), each.string("command"));
      }
    }
    return commands;
  }
}
