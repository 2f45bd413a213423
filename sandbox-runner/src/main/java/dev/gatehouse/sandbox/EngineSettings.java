package dev.gatehouse.sandbox;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the Docker Engine is and how patient to be with it.
 *
 * @param socket its unix socket
 * @param timeout the longest wait for one answer of its API
 */
public record EngineSettings(Path socket, Duration timeout) {
  /** The engine at its usual socket, with 30 seconds for an answer. */
  public static EngineSettings usual() {
    return new EngineSettings(Path.of("/var/run/docker.sock"), Duration.ofSeconds(30));
  }
}
