package dev.gatehouse.workspace;

/** A workspace that does not do what was asked, with the reason; nothing is half done. */
public final class WorkspaceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;

  /** Why; the names are stable. */
  public enum Code {
    /** Nothing is there. */
    NOT_FOUND("list the directory to see what is there"),
    /** A directory, where a file was asked for. */
    IS_DIRECTORY("name a file"),
    /** Neither a regular file nor a directory. */
    NOT_A_FILE("name a regular file"),
    /** Something other than a directory, where a directory was asked for. */
    NOT_A_DIRECTORY("name a directory"),
    /** The path, or a directory on the way, is a symbolic link. */
    IS_SYMLINK("name the file itself; links are never followed"),
    /** The path leaves the workspace, or crosses a mount. */
    PATH_LEAVES("name a path inside the workspace"),
    /** A name that the file system cannot hold. */
    NAME_UNUSABLE("use a shorter name, without NUL, and not . or .."),
    /** More bytes than the caller allows. */
    TOO_LARGE("ask for less, or raise the limit in the profile"),
    /** More paths than the caller allows. */
    TOO_MANY("change fewer paths at a time, or raise the limit in the profile"),
    /** What is to be placed does not fit with what stays. */
    CONFLICT("place what belongs together as one unit"),
    /** The data disk or a quota is exhausted. */
    DISK_FULL("free space on the disk of the data directory"),
    /** The gateway may not do this to its own files. */
    NOT_PERMITTED("start the gateway as the owner of its data directory"),
    /** The layer holds marks that this gateway does not read. */
    LAYER_UNREADABLE("switch off redirect_dir and metacopy of the kernel's overlay"),
    /** The kernel, the architecture or the locale is not one that Gatehouse runs on. */
    KERNEL_UNFIT("run on Linux 5.8 or newer with a UTF-8 locale"),
    /** The workspace was closed. */
    CLOSED("open the workspace again"),
    /** The system failed in another way. */
    IO_FAILED("look at the system's log; the disk may be failing");

    private final String next;

    Code(String next) {
      this.next = next;
    }
  }

  WorkspaceException(Code code, String message) {
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
