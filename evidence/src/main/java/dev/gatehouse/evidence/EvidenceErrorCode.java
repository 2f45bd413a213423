package dev.gatehouse.evidence;

import dev.gatehouse.evidence.error.ErrorCode;
import dev.gatehouse.evidence.error.ErrorType;
import java.time.Duration;
import java.util.Optional;

/** Stable codes of paths and of evidence that cannot be written. */
public enum EvidenceErrorCode implements ErrorCode {
  /**
   * The path is empty, or a component of it is. Next: send a relative path inside the workspace.
   */
  PATH_EMPTY(ErrorType.INVALID),
  /** The path starts with a slash. Next: send a relative path inside the workspace. */
  PATH_ABSOLUTE(ErrorType.INVALID),
  /** A component is {@code .} or {@code ..}. Next: send a relative path inside the workspace. */
  PATH_DOTS(ErrorType.INVALID),
  /**
   * The bytes are not well-formed UTF-8, or the text holds an unpaired surrogate. Next: send a
   * relative path inside the workspace.
   */
  PATH_NOT_UTF8(ErrorType.INVALID),
  /**
   * The path holds NUL, another control character, or a format character such as a bidirectional
   * mark. Next: send a relative path inside the workspace.
   */
  PATH_CONTROL(ErrorType.INVALID),
  /** The path holds a backslash. Next: separate components by slashes. */
  PATH_BACKSLASH(ErrorType.INVALID),
  /** The path is not in Unicode normalization form C. Next: normalize it. */
  PATH_NOT_NFC(ErrorType.INVALID),
  /**
   * The path has more than 4,096 bytes or 64 components, or a component has more than 255 bytes.
   * Next: use a shorter path.
   */
  PATH_TOO_LONG(ErrorType.INVALID),
  /**
   * Evidence or workspace of the run could not be written. The run takes no calls until the gateway
   * has opened it again, which it does by itself as soon as the disk permits. This call had no
   * effect, or the same key is answered with its outcome then. Next: send the same call again, with
   * the same key.
   */
  EVIDENCE_BROKEN(ErrorType.STORAGE, 1);

  private final ErrorType type;
  private final int retrySeconds;

  EvidenceErrorCode(ErrorType type) {
    this(type, 0);
  }

  EvidenceErrorCode(ErrorType type, int retrySeconds) {
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
