package dev.gatehouse.workspace.repository;

/** A repository, or a mirror of it, that does not do what was asked, with the reason. */
public final class RepositoryRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;

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
    ORIGIN_FAILED("mend the repository (git fsck), then try again"),
    /** No such branch, tag or commit. */
    REVISION_UNKNOWN("name a branch, a tag, HEAD or a full commit id of the repository"),
    /** A run is pinned under this id already, at another commit. */
    PIN_EXISTS("open a new run"),
    /** The commit's tree holds what no run can start from. */
    TREE_UNUSABLE("name a revision whose tree git writes as it is (git fsck --strict)"),
    /** Bytes that are not those that a version names. */
    CONTENT_MISMATCH("look into the evidence; this is never mended by trying again"),
    /** No such branch in the origin. */
    BRANCH_UNKNOWN("name a branch of the origin"),
    /** Not a name that a new branch may have. */
    BRANCH_INVALID("use letters, digits, dots, slashes and dashes, as git check-ref-format asks"),
    /** The branch is there; branches are created, never moved. */
    BRANCH_EXISTS("name a branch that does not exist"),
    /** The branch is the one that the origin's working tree is waiting for. */
    BRANCH_CHECKED_OUT("name a branch that nobody has checked out"),
    /** More bytes than Gatehouse reads at once. */
    TOO_LARGE("leave large files out of the run, or split the change"),
    /** Git took longer than its time limit. */
    GIT_TIMED_OUT("try again when the machine is less busy"),
    /** Git, or setpriv, could not be started. */
    GIT_MISSING("install git and util-linux"),
    /** A mirror is where a new one should be. */
    MIRROR_EXISTS("register the repository under another name"),
    /** Git failed in the mirror. */
    MIRROR_DAMAGED("register the repository again; run folders do not depend on the mirror");

    private final String next;

    Code(String next) {
      this.next = next;
    }
  }

  RepositoryRefused(Code code, String message) {
    super(message);
    this.code = code;
  }

  /** The stable code. */
  public Code code() {
    return code;
  }

  /** The next legal step. */
  public String next() {
    return code.next;
  }
}
