package dev.gatehouse.controlplane.gatewaylog;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.evidence.error.GatehouseException;

/** A name is in use: NAME_TAKEN. */
public final class NameTakenException extends GatehouseException {
  private static final long serialVersionUID = 1L;

  /** Something of that kind has that name. */
  public NameTakenException(String kind, String name) {
    super(
        ApiErrorCode.NAME_TAKEN,
        "there is a " + kind + " named " + name + " already",
        "choose another name");
  }
}
