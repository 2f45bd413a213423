package dev.gatehouse.golden;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that was run to its end.
 *
 * @param exitCode its exit status
 * @param output what it wrote to both streams
 */
record Program(int exitCode, String output) {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Runs it in {@code directory} with these variables besides the environment of the tests. */
  static Program run(Path directory, Map<String, String> environment, List<String> command) {
    return run(directory, environment, command, LIMIT);
  }

  /** The same with a time limit of its own. */
  static Program run(
      Path directory, Map<String, String> environment, List<String> command, Duration limit) {
    try {
      Path output = Files.createTempFile("golden-", ".out");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(command + " did not end within " + limit);
        }
        return new Program(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new AssertionError(command.getFirst() + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while " + command.getFirst() + " ran", e);
    }
  }

  /** Runs it, and demands that it exits with 0; its output. */
  static String demand(Path directory, Map<String, String> environment, List<String> command) {
    Program ended = run(directory, environment, command);
    if (ended.exitCode() != 0) {
      throw new AssertionError(command + " exited with " + ended.exitCode() + ":\n" + ended.output);
    }
    return ended.output();
  }
}
