package dev.gatehouse.controlplane.error;

import dev.gatehouse.evidence.error.ErrorCode;
import dev.gatehouse.evidence.error.GatehouseException;

/** A call that the control plane itself refuses, before or beside the syscalls. */
public final class ApiException extends GatehouseException {
  private static final long serialVersionUID = 1L;

  /**
   * A refusal.
   *
   * @param reason one sentence
   * @param next the next legal step, one sentence
   */
  public ApiException(ErrorCode code, String reason, String next) {
    super(code, reason, next);
  }
}
