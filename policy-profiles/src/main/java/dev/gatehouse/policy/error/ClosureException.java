package dev.gatehouse.policy.error;

import dev.gatehouse.evidence.error.GatehouseException;

/** A base whose closure is larger than a run may have: CLOSURE_TOO_LARGE. */
public final class ClosureException extends GatehouseException {
  private static final long serialVersionUID = 1L;

  public ClosureException(String reason) {
    super(
        PolicyErrorCode.CLOSURE_TOO_LARGE,
        reason,
        "start from a revision with fewer links, or smaller makefiles and scripts, or give the plan"
            + " steps that name less");
  }
}
