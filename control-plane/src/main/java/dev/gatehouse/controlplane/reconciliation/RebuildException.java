package dev.gatehouse.controlplane.reconciliation;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.evidence.error.GatehouseException;

/** A rebuild would replace rows, and that was not asked for: DATABASE_NOT_EMPTY. */
public final class RebuildException extends GatehouseException {
  private static final long serialVersionUID = 1L;

  RebuildException(long runs) {
    super(
        ApiErrorCode.DATABASE_NOT_EMPTY,
        "the database has rows of " + runs + " runs",
        "reconcile with rebuild, which replaces them");
  }
}
