package dev.gatehouse.sandbox;

import org.jspecify.annotations.Nullable;

/** Why a sandbox was not given, or not used. There is no weaker sandbox instead. */
public final class SandboxException extends RuntimeException {
  private final String code;
  private final String next;

  SandboxException(String code, String reason, String next, @Nullable Throwable cause) {
    super(reason, cause);
    this.code = code;
    this.next = next;
  }

  SandboxException(String code, String reason, String next) {
    this(code, reason, next, null);
  }

  static SandboxException isolationMismatch(String items) {
    return new SandboxException(
        "ISOLATION_MISMATCH",
        items,
        "run gatehouse doctor: this engine does not confine a container as the profile says");
  }

  /** The engine has lost a container that a sandbox stands on: restarted, or by another's hand. */
  static SandboxException lost(String reason) {
    return new SandboxException(
        "SANDBOX_LOST", reason, "repeat the call: a fresh sandbox is made for it");
  }

  /** The stable code, in UPPER_SNAKE. */
  public String code() {
    return code;
  }

  /** What to do about it. */
  public String next() {
    return next;
  }
}
