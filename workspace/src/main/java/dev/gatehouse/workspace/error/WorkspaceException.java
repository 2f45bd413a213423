package dev.gatehouse.workspace.error;

import dev.gatehouse.evidence.error.GatehouseException;

/** A workspace that does not do what was asked, with the reason; nothing is half done. */
public final class WorkspaceException extends GatehouseException {
  private static final long serialVersionUID = 1L;

  private final WorkspaceErrorCode code;

  public WorkspaceException(WorkspaceErrorCode code, String reason) {
    super(code, reason, code.next());
    this.code = code;
  }

  @Override
  public WorkspaceErrorCode code() {
    return code;
  }
}
