package dev.gatehouse.workspace.error;

import dev.gatehouse.evidence.error.ErrorCode;
import dev.gatehouse.evidence.error.ErrorType;
import java.time.Duration;
import java.util.Optional;

/** Stable codes of workspaces, of repositories and of their mirrors, with the usual next step. */
public enum WorkspaceErrorCode implements ErrorCode {
  /** No such file. */
  FILE_NOT_FOUND(ErrorType.NOT_FOUND, "list the directory to see what is there"),
  /** The path names a directory where a file is needed. */
  FILE_IS_DIRECTORY(ErrorType.CONFLICT, "name a file"),
  /** The path names neither a regular file nor a directory, or a part of it is not a directory. */
  FILE_NOT_A_FILE(ErrorType.CONFLICT, "name a regular file"),
  /** The path, or a directory on the way, is a symbolic link; links are never followed. */
  FILE_IS_SYMLINK(ErrorType.CONFLICT, "name the file itself; links are never followed"),
  /** The kernel found that the path leaves the workspace or crosses a mount. */
  PATH_LEAVES(ErrorType.INVALID, "name a path inside the workspace"),
  /** The file system cannot hold the name. */
  NAME_UNUSABLE(ErrorType.INVALID, "use a shorter name, without NUL, and not . or .."),
  /** More bytes or paths than the call, the profile or the product allows. */
  TOO_LARGE(ErrorType.TOO_LARGE, "ask for less, or raise the limit in the profile"),
  /** The changes do not fit with files that stay. */
  WORKSPACE_CONFLICT(ErrorType.CONFLICT, "place what belongs together as one unit"),
  /** The disk or a quota of the workspaces is exhausted. */
  WORKSPACE_DISK_FULL(ErrorType.STORAGE, "free space on the disk of the data directory"),
  /** The gateway lacks permission on its own files. */
  WORKSPACE_NOT_PERMITTED(
      ErrorType.INTERNAL, "start the gateway as the owner of its data directory"),
  /** The layer that a command wrote has marks that this gateway does not read. */
  WORKSPACE_LAYER_UNREADABLE(
      ErrorType.INTERNAL, "switch off redirect_dir and metacopy of the kernel's overlay"),
  /** The kernel, the architecture or the locale is not supported. */
  WORKSPACE_KERNEL_UNFIT(ErrorType.INTERNAL, "run on Linux 5.8 or newer with a UTF-8 locale"),
  /** The workspace was closed. */
  WORKSPACE_CLOSED(ErrorType.UNAVAILABLE, "open the workspace again"),
  /** The system failed in another way. */
  WORKSPACE_IO_FAILED(ErrorType.STORAGE, "look at the system's log; the disk may be failing"),
  /**
   * No such branch or tag, or no commit that a branch, a tag or HEAD of the origin reaches as
   * fetched now.
   */
  REVISION_UNKNOWN(
      ErrorType.NOT_FOUND,
      "name a branch, a tag, HEAD or a full commit id that one of them reaches"),
  /** The path holds no git repository that can be read. */
  ORIGIN_NOT_A_REPOSITORY(ErrorType.CONFLICT, "name the absolute path of a git repository"),
  /** The repository belongs to a user as whom this gateway cannot act. */
  ORIGIN_FOREIGN(ErrorType.CONFLICT, "run the gateway as root, or as the repository's owner"),
  /** The repository belongs to another user than when it was registered. */
  ORIGIN_OWNER_CHANGED(ErrorType.CONFLICT, "register the repository again under a new name"),
  /** The repository has only part of its history. */
  ORIGIN_SHALLOW(ErrorType.CONFLICT, "fetch the whole history first: git fetch --unshallow"),
  /** The repository's object format is not SHA-1. */
  ORIGIN_FORMAT(ErrorType.CONFLICT, "register a repository in the SHA-1 object format"),
  /** Git failed in the repository. */
  ORIGIN_FAILED(
      ErrorType.CONFLICT,
      "read why in the gateway's log, repair the repository (git fsck), try again"),
  /** The origin has more branches and tags than a mirror keeps; nothing was fetched. */
  ORIGIN_TOO_MANY_REFS(
      ErrorType.CONFLICT, "delete branches and tags of the origin that nobody needs"),
  /** A run is pinned under this id already, at another commit. */
  PIN_EXISTS(ErrorType.CONFLICT, "open a new run"),
  /** The commit's tree holds entries from which no run can start. */
  TREE_UNUSABLE(
      ErrorType.CONFLICT, "name a revision whose tree git writes as it is (git fsck --strict)"),
  /**
   * The commit's tree has more files, directories, bytes of content or of paths than a run may
   * start from; nothing of it was read or written.
   */
  TREE_TOO_LARGE(
      ErrorType.TOO_LARGE,
      "name a revision whose tree is within docs/limits.md (of repositories), or take"
          + " large or generated files out of the repository"),
  /** The bytes are not those that a version names. */
  CONTENT_MISMATCH(ErrorType.CONFLICT, "examine the evidence; trying again never corrects this"),
  /** The origin has no such branch; {@code next} lists its branches. */
  BRANCH_UNKNOWN(ErrorType.CONFLICT, "name a branch of the origin"),
  /** A new branch may not have this name. */
  BRANCH_INVALID(
      ErrorType.CONFLICT,
      "use letters, digits, dots, slashes and dashes, as git check-ref-format asks"),
  /** The branch exists at another commit; branches are created, never moved. */
  BRANCH_EXISTS(ErrorType.CONFLICT, "name a branch that does not exist"),
  /**
   * Another ref of the origin could be taken for the branch (case, a tag, {@code refs/}), or is a
   * directory of it.
   */
  BRANCH_CONFLICTS(ErrorType.CONFLICT, "name a branch that no other ref of the origin resembles"),
  /** The origin's HEAD refers to this branch. */
  BRANCH_CHECKED_OUT(ErrorType.CONFLICT, "name a branch that nobody has checked out"),
  /** The target branch is not where the operator saw it. */
  TIP_MOVED(ErrorType.CONFLICT, "look at what came in, and merge again with that tip"),
  /**
   * The run's base is not in the history of the target branch: the branch was rewritten, or the
   * commit purged.
   */
  BASE_NOT_ANCESTOR(
      ErrorType.CONFLICT,
      "open a new run from the target branch; allowUnrelatedBase (--allow-unrelated-"
          + "base) brings the base's history into the origin nevertheless"),
  /** A mirror exists where a new one should be made. */
  MIRROR_EXISTS(ErrorType.CONFLICT, "register the repository under another name"),
  /** Git failed in the gateway's mirror of the repository. */
  MIRROR_DAMAGED(
      ErrorType.CONFLICT, "register the repository again; run folders do not depend on the mirror"),
  /**
   * A file of the gateway could not be read or written, or git could not write the mirror, whose
   * disk is full or read-only; what the call had begun was taken back.
   */
  STORAGE_FAILED(
      ErrorType.STORAGE, "send the same call again; if it stays refused, an operator makes room"),
  /** Git exceeded its time limit. */
  GIT_TIMED_OUT(ErrorType.UNAVAILABLE, "try again when the machine is less busy"),
  /** Git, or setpriv, could not be started. */
  GIT_MISSING(ErrorType.UNAVAILABLE, "install git and util-linux");

  private final ErrorType type;
  private final String next;

  WorkspaceErrorCode(ErrorType type, String next) {
    this.type = type;
    this.next = next;
  }

  @Override
  public ErrorType type() {
    return type;
  }

  @Override
  public Optional<Duration> retryAfter() {
    return this == STORAGE_FAILED ? Optional.of(Duration.ofSeconds(1)) : Optional.empty();
  }

  /** The usual next step, one sentence. */
  public String next() {
    return next;
  }
}
