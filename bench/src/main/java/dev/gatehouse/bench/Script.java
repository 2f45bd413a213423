package dev.gatehouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * A recorded run: the commands that an agent sent, in its order.
 *
 * @param name the file's name without its ending
 */
record Script(String name, List<Step> steps) {
  private static final String ENDING = ".jsonl";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * One command.
   *
   * @param command a shell string
   * @param exitCode what it exited with when it was recorded
   */
  record Step(int step, String command, int exitCode) {}

  /** Every script of a folder, by name. */
  static List<Script> all(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(each -> each.toString().endsWith(ENDING))
          .sorted()
          .map(Script::read)
          .toList();
    }
  }

  /** The first {@code steps} of it. */
  Script upTo(int most) {
    return new Script(name, steps.stream().limit(most).toList());
  }

  private static Script read(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      String name = file.getFileName().toString();
      return new Script(
          name.substring(0, name.length() - ENDING.length()),
          lines.map(each -> JSON.readValue(each, Step.class)).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
