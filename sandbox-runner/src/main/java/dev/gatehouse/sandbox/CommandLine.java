package dev.gatehouse.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What to run. Nothing of the environment comes from anywhere else.
 *
 * @param argv the program, looked up in the PATH of {@code environment} when it has no slash, and
 *     its arguments
 * @param environment all of the command's variables
 * @param directory absolute path inside the container
 * @param stdin all of standard input, at most 4 MiB; the command then sees its end
 * @param timeLimit when to kill it
 * @param streamCapBytes how much of each stream to keep in the outcome
 * @param outputLimitBytes of both streams together; more ends the command as {@link
 *     Ending.OutputLimit}
 */
public record CommandLine(
    List<String> argv,
    Map<String, String> environment,
    String directory,
    byte[] stdin,
    Duration timeLimit,
    long streamCapBytes,
    long outputLimitBytes) {
  public CommandLine {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
  }
}
