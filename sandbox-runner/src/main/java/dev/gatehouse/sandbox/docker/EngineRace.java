package dev.gatehouse.sandbox.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Distinguishes a request that the engine lost to a race of its own from every other failure, by
 * the whole of the engine's answer.
 */
enum EngineRace {
  /**
   * Engine, containerd and runtime disagree about a container that is being started: what runc 1.1
   * and containerd 1.6 answer about a container that is not, or no longer, created. The runtime's
   * own process there may also have ended before it ran anything: so it answers where that process
   * may have no further thread.
   */
  START(
      "(?:OCI runtime start failed: )?"
          + "(?:cannot start an already running container"
          + "|cannot start a container that has stopped"
          + "|cannot start a running process"
          + "|cannot start a stopped process"
          + "|container process is already dead)"
          + "(?:: unknown)?"),

  /**
   * A forced removal finds the container running, and finds it ended when it kills it: the engine
   * (20.10, daemon/delete.go) gives up although nothing hinders the removal any more.
   */
  REMOVAL(
      "Could not kill running container ([0-9a-f]{64}), cannot remove"
          + " - Container \\2 is not running");

  private static final int SERVER_ERROR = 500;

  private final Pattern answer;

  EngineRace(String message) {
    this.answer = Pattern.compile("Status 500: \\{\"message\":\"(" + message + ")\"\\}\\s*");
  }

  /** The engine's message, if {@code failure} is this race and nothing else. */
  Optional<String> message(DockerException failure) {
    Matcher found = answer.matcher(String.valueOf(failure.getMessage()));
    return failure.getHttpStatus() == SERVER_ERROR && found.matches()
        ? Optional.of(found.group(1))
        : Optional.empty();
  }
}
