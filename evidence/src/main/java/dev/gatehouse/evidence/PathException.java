package dev.gatehouse.evidence;

import dev.gatehouse.evidence.error.GatehouseException;

/** A path that no syscall may name, with the code of the rule that it breaks. */
public final class PathException extends GatehouseException {
  private static final long serialVersionUID = 1L;

  PathException(EvidenceErrorCode rule, String reason) {
    super(rule, reason, "name a relative path inside the workspace");
  }
}
