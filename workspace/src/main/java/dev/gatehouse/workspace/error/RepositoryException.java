package dev.gatehouse.workspace.error;

import dev.gatehouse.evidence.error.GatehouseException;

/** A repository, or a mirror of it, that does not do what was asked, with the reason. */
public final class RepositoryException extends GatehouseException {
  private static final long serialVersionUID = 1L;

  private final WorkspaceErrorCode code;
  private final String detail;

  /** An error with the next step of its code. */
  public RepositoryException(WorkspaceErrorCode code, String reason) {
    this(code, reason, "");
  }

  /**
   * An error with text that only the gateway's log may have.
   *
   * @param reason one sentence for callers; names no path of this machine, no text of git's
   * @param detail for the gateway's log alone
   */
  public RepositoryException(WorkspaceErrorCode code, String reason, String detail) {
    this(code, reason, detail, code.next());
  }

  /** The same with a next step of its own. */
  public RepositoryException(WorkspaceErrorCode code, String reason, String detail, String next) {
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
