package dev.gatehouse.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
 * @param nonces present for a judged command: what waits in the judge's socket, each {@value
 *     #NONCE}, at most {@value #MOST_NONCES}
 */
public record CommandSpec(
    List<String> argv,
    Map<String, String> environment,
    String directory,
    byte[] stdin,
    Duration timeLimit,
    long streamCapBytes,
    long outputLimitBytes,
    Optional<List<String>> nonces) {
  /** A nonce, with {@code b} for the base or {@code r} for a result. */
  public static final String NONCE = "[0-9a-f]{32}[br]";

  /** Nonces of one command, at most: each session of a runner takes one. */
  public static final int MOST_NONCES = 64;

  public CommandSpec {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
    nonces = nonces.map(List::copyOf);
  }

  /** A command that no judge reports on. */
  public CommandSpec(
      List<String> argv,
      Map<String, String> environment,
      String directory,
      byte[] stdin,
      Duration timeLimit,
      long streamCapBytes,
      long outputLimitBytes) {
    this(
        argv,
        environment,
        directory,
        stdin,
        timeLimit,
        streamCapBytes,
        outputLimitBytes,
        Optional.empty());
  }
}
