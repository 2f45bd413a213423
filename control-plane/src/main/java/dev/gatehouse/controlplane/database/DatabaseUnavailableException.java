package dev.gatehouse.controlplane.database;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.evidence.error.GatehouseException;

/** The database cannot be used: DATABASE_UNAVAILABLE. */
public final class DatabaseUnavailableException extends GatehouseException {
  private static final long serialVersionUID = 1L;

  /** A refusal with its reason and the next step. */
  public DatabaseUnavailableException(String reason, String next) {
    super(ApiErrorCode.DATABASE_UNAVAILABLE, reason, next);
  }

  /** A refusal with its reason, the next step and what raised it. */
  public DatabaseUnavailableException(String reason, String next, Throwable cause) {
    super(ApiErrorCode.DATABASE_UNAVAILABLE, reason, next, cause);
  }
}
