package dev.gatehouse.controlplane.work;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.evidence.error.GatehouseException;

/** The gateway has no capacity for a piece of work now; the same call may be sent again. */
public final class WorkException extends GatehouseException {
  private static final long serialVersionUID = 1L;

  WorkException(ApiErrorCode code, String reason) {
    super(code, reason, "send the same call again after Retry-After");
  }
}
