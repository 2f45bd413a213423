package dev.gatehouse.evidence.error;

import java.time.Duration;
import java.util.Optional;

/**
 * A stable error code. Each module has one enum of codes; a name occurs in one of them only. Names
 * and types are part of the API, and names are part of run folders.
 */
public interface ErrorCode {
  /** The code: {@code UPPER_SNAKE}. */
  String name();

  /** What kind of error it is. */
  ErrorType type();

  /** After how long the same request may succeed, where time alone can help; whole seconds. */
  default Optional<Duration> retryAfter() {
    return Optional.empty();
  }
}
