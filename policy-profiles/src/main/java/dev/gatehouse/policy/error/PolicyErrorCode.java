package dev.gatehouse.policy.error;

import dev.gatehouse.evidence.error.ErrorCode;
import dev.gatehouse.evidence.error.ErrorType;

/** Stable codes of profiles and of what a base revision contributes to a policy. */
public enum PolicyErrorCode implements ErrorCode {
  /**
   * The profile does not load; the reason lists every problem. Next: run {@code gatehouse policy
   * check}, which names each problem with its line.
   */
  PROFILE_INVALID(ErrorType.CONFLICT),
  /**
   * Links, makefiles, scripts and settings of the base exceed the limits of a closure; no run was
   * opened. Next: name a revision within docs/limits.md, of a closure.
   */
  CLOSURE_TOO_LARGE(ErrorType.TOO_LARGE);

  private final ErrorType type;

  PolicyErrorCode(ErrorType type) {
    this.type = type;
  }

  @Override
  public ErrorType type() {
    return type;
  }
}
