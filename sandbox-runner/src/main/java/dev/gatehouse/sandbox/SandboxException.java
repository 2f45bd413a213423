package dev.gatehouse.sandbox;

import dev.gatehouse.evidence.error.GatehouseException;
import org.jspecify.annotations.Nullable;

/** Why a sandbox was not given, or not used. There is no weaker sandbox instead. */
public final class SandboxException extends GatehouseException {
  private static final long serialVersionUID = 1L;

  public SandboxException(
      SandboxErrorCode code, String reason, String next, @Nullable Throwable cause) {
    super(code, reason, next, cause);
  }

  /**
   * An error without a cause.
   *
   * @param reason one sentence
   * @param next the next legal step, one sentence
   */
  public SandboxException(SandboxErrorCode code, String reason, String next) {
    this(code, reason, next, null);
  }

  public static SandboxException isolationMismatch(String items) {
    return new SandboxException(
        SandboxErrorCode.ISOLATION_MISMATCH,
        items,
        "run gatehouse doctor: this engine does not confine a container as the profile says");
  }

  /** The engine has lost a container that a sandbox stands on: restarted, or by another's hand. */
  public static SandboxException lost(String reason) {
    return new SandboxException(
        SandboxErrorCode.SANDBOX_LOST, reason, "repeat the call: a fresh sandbox is made for it");
  }
}
