package dev.gatehouse.workspace.repository;

/** A repository, or a mirror of it, that does not do what was asked, with the reason. */
public final class RepositoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;
  private final String detail;
  private final String next;

  /** Why; the names are stable. */
  public enum Code {
    /** The path holds no git repository that can be read. */
    ORIGIN_NOT_A_REPOSITORY("name the absolute path of a git repository"),
    /** The repository belongs to a user whom this gateway cannot act as. */
    ORIGIN_FOREIGN("run the gateway as root, or as the repository's owner"),
    /** The repository belongs to another user than when it was registered. */
    ORIGIN_OWNER_CHANGED("register the repository again under a new name"),
    /** The repository has only part of its history. */
    ORIGIN_SHALLOW("fetch the whole history first: git fetch --unshallow"),
    /** The repository's object format is not SHA-1. */
    ORIGIN_FORMAT("register a repository in the SHA-1 object format"),
    /** Git failed in the repository. */
    ORIGIN_FAILED("read why in the gateway's log, repair the repository (git fsck), try again"),
    /** No such branch, tag or commit. */
    REVISION_UNKNOWN("name a branch, a tag, HEAD or a full commit id that one of them reaches"),
    /** A run is pinned under this id already, at another commit. */
    PIN_EXISTS("open a new run"),
    /** The commit's tree holds what no run can start from. */
    TREE_UNUSABLE("name a revision whose tree git writes as it is (git fsck --strict)"),
    /** The commit's tree is larger than a run may start from. */
    TREE_TOO_LARGE(
        "name a revision whose tree is within docs/limits.md (of repositories), or take large or"
            + " generated files out of the repository"),
    /** The origin has more branches and tags than a mirror keeps. */
    ORIGIN_TOO_MANY_REFS("delete branches and tags of the origin that nobody needs"),
    /** Bytes that are not those that a version names. */
    CONTENT_MISMATCH("examine the evidence; trying again never corrects this"),
    /** No such branch in the origin. */
    BRANCH_UNKNOWN("name a branch of the origin"),
    /** Not a name that a new branch may have. */
    BRANCH_INVALID("use letters, digits, dots, slashes and dashes, as git check-ref-format asks"),
    /** The branch is there; branches are created, never moved. */
    BRANCH_EXISTS("name a branch that does not exist"),
    /** Another ref of the origin could be taken for the branch, or stands in its place. */
    BRANCH_CONFLICTS("name a branch that no other ref of the origin resembles"),
    /** The branch is the one that the origin's working tree is waiting for. */
    BRANCH_CHECKED_OUT("name a branch that nobody has checked out"),
    /** The target branch is not where the caller saw it. */
    TIP_MOVED("look at what came in, and merge again with that tip"),
    /** The commit's base is not in the history of the target branch. */
    BASE_NOT_ANCESTOR(
        "open a new run from the target branch; allowUnrelatedBase (--allow-unrelated-base)"
            + " brings the base's history into the origin nevertheless"),
    /** More bytes than Gatehouse reads at once. */
    TOO_LARGE("leave large files out of the run, or split the change"),
    /** Git took longer than its time limit. */
    GIT_TIMED_OUT("try again when the machine is less busy"),
    /** Git, or setpriv, could not be started. */
    GIT_MISSING("install git and util-linux"),
    /** A mirror is where a new one should be. */
    MIRROR_EXISTS("register the repository under another name"),
    /** The disk of the mirror took nothing: it is full, or read-only. */
    STORAGE_FAILED("send the same call again; if it stays refused, an operator makes room"),
    /** Git failed in the mirror. */
    MIRROR_DAMAGED("register the repository again; run folders do not depend on the mirror");

    private final String next;

    Code(String next) {
      this.next = next;
    }
  }

  RepositoryException(Code code, String message) {
    this(code, message, "");
  }

  /**
   * @param message one sentence for callers; names no path of this machine, no text of git's
   * @param detail for the gateway's log alone
   */
  RepositoryException(Code code, String message, String detail) {
    this(code, message, detail, code.next);
  }

  RepositoryException(Code code, String message, String detail, String next) {
    super(message);
    this.code = code;
    this.detail = detail;
    this.next = next;
  }

  /** The stable code. */
  public Code code() {
    return code;
  }

  /** The next legal step. */
  public String next() {
    return next;
  }

  /** What only the gateway's log may say: paths, and git's own words. Empty where it is nothing. */
  public String detail() {
    return detail;
  }
}
