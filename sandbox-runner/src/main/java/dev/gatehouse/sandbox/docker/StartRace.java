package dev.gatehouse.sandbox.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells a start that was lost to a race of engine, containerd and runtime from every other failure,
 * by the whole of the engine's answer. In such a race the runtime finds the container that it has
 * just created in another state than "created". Its own process there may also have ended before it
 * ran anything: so it answers where that process may have no thread more.
 */
final class StartRace {
  private static final int SERVER_ERROR = 500;

  /** What runc 1.1 and containerd 1.6 say of a container that is not, or no longer, created. */
  private static final Pattern ANSWER =
      Pattern.compile(
          "Status 500: \\{\"message\":\"("
              + "(?:OCI runtime start failed: )?"
              + "(?:cannot start an already running container"
              + "|cannot start a container that has stopped"
              + "|cannot start a running process"
              + "|cannot start a stopped process"
              + "|container process is already dead)"
              + "(?:: unknown)?)\"\\}\\s*");

  private StartRace() {}

  /** The engine's message, if {@code failure} of a start is such a race and nothing else. */
  static Optional<String> message(DockerException failure) {
    Matcher answer = ANSWER.matcher(String.valueOf(failure.getMessage()));
    return failure.getHttpStatus() == SERVER_ERROR && answer.matches()
        ? Optional.of(answer.group(1))
        : Optional.empty();
  }
}
