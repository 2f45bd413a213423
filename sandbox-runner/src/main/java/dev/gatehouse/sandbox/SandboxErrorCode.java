package dev.gatehouse.sandbox;

import dev.gatehouse.evidence.error.ErrorCode;
import dev.gatehouse.evidence.error.ErrorType;
import java.time.Duration;
import java.util.Optional;

/** Stable codes of the Docker Engine and of sandboxes. */
public enum SandboxErrorCode implements ErrorCode {
  /**
   * No Docker Engine answers, or it failed several times in a row. Calls that need none go on;
   * submitted runs wait. Next: send the same call again, with the same key; an operator runs {@code
   * gatehouse doctor}.
   */
  ENGINE_UNAVAILABLE(ErrorType.UNAVAILABLE, 5),
  /**
   * As many calls of the Docker Engine are in progress as may be. Next: send the same call again
   * after Retry-After.
   */
  ENGINE_BUSY(ErrorType.UNAVAILABLE, 1),
  /** The engine has no such image. Next: build it: {@code gatehouse doctor --fix}. */
  IMAGE_MISSING(ErrorType.UNAVAILABLE),
  /**
   * The image was not made as a sandbox image, or declares volumes or an environment. Next: build
   * it: {@code gatehouse doctor --fix}.
   */
  IMAGE_UNFIT(ErrorType.UNAVAILABLE),
  /**
   * The confinement that was read back is not that of the profile. Next: run {@code gatehouse
   * doctor}.
   */
  ISOLATION_MISMATCH(ErrorType.UNAVAILABLE),
  /**
   * The engine lost a container of the sandbox, or what the command wrote: it was restarted, or
   * somebody removed it. Next: send the same call again, with the same key: a fresh sandbox is
   * made.
   */
  SANDBOX_LOST(ErrorType.UNAVAILABLE, 1),
  /**
   * The engine refused, or a container ended early. Next: send the same call again; if it stays
   * refused, run {@code gatehouse doctor}.
   */
  SANDBOX_FAILED(ErrorType.UNAVAILABLE),
  /**
   * The path of the data directory cannot be a layer of an overlay. Next: use a data directory of
   * {@code A-Z a-z 0-9 . _ - /}.
   */
  LAYER_PATH(ErrorType.INTERNAL),
  /**
   * The volume of a layer is not visible as mounted. Next: run engine and gateway in one mount
   * namespace.
   */
  LAYER_HIDDEN(ErrorType.INTERNAL),
  /** The command exceeds the limits of the sandbox's starter. Next: send a smaller command. */
  COMMAND_INVALID(ErrorType.INVALID),
  /** Another command of the run is in progress. Next: send the same call again. */
  COMMAND_LIVE(ErrorType.CONFLICT),
  /** The container has had its command. Next: send the same call again. */
  COMMAND_USED(ErrorType.CONFLICT),
  /** The run's sandbox is closed. Next: open a new run. */
  RUN_CLOSED(ErrorType.CONFLICT);

  private final ErrorType type;
  private final int retrySeconds;

  SandboxErrorCode(ErrorType type) {
    this(type, 0);
  }

  SandboxErrorCode(ErrorType type, int retrySeconds) {
    this.type = type;
    this.retrySeconds = retrySeconds;
  }

  @Override
  public ErrorType type() {
    return type;
  }

  @Override
  public Optional<Duration> retryAfter() {
    return retrySeconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(retrySeconds));
  }
}
