package dev.gatehouse.workspace.repository;

import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;

/** A repository, or a mirror of it, that does not do what was asked, with the reason. */
public final class RepositoryException extends GatehouseException {
  private static final long serialVersionUID = 1L;

  private final WorkspaceErrorCode code;
  private final String detail;

  RepositoryException(WorkspaceErrorCode code, String reason) {
    this(code, reason, "");
  }

  /**
   * An error with text that only the gateway's log may have.
   *
   * @param reason one sentence for callers; names no path of this machine, no text of git's
   * @param detail for the gateway's log alone
   */
  RepositoryException(WorkspaceErrorCode code, String reason, String detail) {
    this(code, reason, detail, code.next());
  }

  RepositoryException(WorkspaceErrorCode code, String reason, String detail, String next) {
    super(code, reason, next);
    this.code = code;
    this.detail = detail;
  }

  @Override
  public WorkspaceErrorCode code() {
    return code;
  }

  /** What only the gateway's log may say: paths, and git's own words. May be empty. */
  public String detail() {
    return detail;
  }
}
