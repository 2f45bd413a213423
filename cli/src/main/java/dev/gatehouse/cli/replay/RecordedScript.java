package dev.gatehouse.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a recorded run: lines of JSON objects {@code {"step", "command", "exitCode"}}. */
final class RecordedScript {
  private static final int MAX_STEPS = 10_000;

  private RecordedScript() {}

  /**
   * The steps of the file, in its order.
   *
   * @throws CliException SCRIPT_UNREADABLE, or SCRIPT_INVALID naming the line
   */
  static List<RecordedStep> read(Path file) {
    List<String> lines = lines(file);
    if (lines.size() > MAX_STEPS) {
      throw invalid(file + " has more than " + MAX_STEPS + " steps", null);
    }
    List<RecordedStep> steps = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      steps.add(step(file, i + 1, lines.get(i)));
    }
    if (steps.isEmpty()) {
      throw invalid(file + " has no steps", null);
    }
    return List.copyOf(steps);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, UTF_8);
    } catch (IOException e) {
      throw new CliException(
          "SCRIPT_UNREADABLE",
          "the script " + file + " cannot be read (" + e.getClass().getSimpleName() + ")",
          "name a readable file of UTF-8 with --script",
          e);
    }
  }

  private static RecordedStep step(Path file, int number, String line) {
    try {
      Json.Obj object = StrictJson.read(line.getBytes(UTF_8));
      return new RecordedStep(
          Math.toIntExact(object.integer("step")),
          object.string("command"),
          Math.toIntExact(object.integer("exitCode")));
    } catch (JsonFormatException | ArithmeticException e) {
      throw invalid(file + ", line " + number + ": " + e.getMessage(), e);
    }
  }

  private static CliException invalid(String reason, @Nullable Exception cause) {
    return new CliException(
        "SCRIPT_INVALID",
        reason,
        "each line is an object {\"step\", \"command\", \"exitCode\"}",
        cause);
  }
}
