package dev.gatehouse.workspace.posix;

import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.error.WorkspaceException;

/**
 * The error numbers of Linux that are distinguished (errno(3)), and what each refusal is called.
 */
public final class Errno {
  public static final int ENOENT = 2;
  static final int EAGAIN = 11;
  public static final int EEXIST = 17;
  static final int EXDEV = 18;
  public static final int ENOTDIR = 20;
  public static final int EISDIR = 21;
  public static final int ENOTEMPTY = 39;
  public static final int ELOOP = 40;
  static final int ENODATA = 61;
  static final int EOPNOTSUPP = 95;
  private static final int EPERM = 1;
  private static final int EACCES = 13;
  private static final int ENXIO = 6;
  private static final int ENOSPC = 28;
  private static final int ENAMETOOLONG = 36;
  private static final int EDQUOT = 122;

  private Errno() {}

  /** {@code result}, or the refusal that its errno stands for. */
  public static long check(long result, String act, String target) {
    if (result < 0) {
      throw refusal((int) -result, act, target);
    }
    return result;
  }

  static WorkspaceException refusal(int errno, String act, String target) {
    WorkspaceErrorCode code = code(errno);
    return new WorkspaceException(code, "%s: %s".formatted(target, reason(errno, act)));
  }

  private static String reason(int errno, String act) {
    return switch (errno) {
      case ENOENT -> "nothing is there";
      case EISDIR -> "it is a directory";
      case ENOTDIR -> "a part of the path is not a directory";
      case ELOOP -> "it, or a directory on the way, is a symbolic link";
      case EXDEV -> "it leaves the workspace";
      case ENOSPC, EDQUOT -> "the disk is full";
      default -> "%s failed (errno %s)".formatted(act, errno);
    };
  }

  private static WorkspaceErrorCode code(int errno) {
    return switch (errno) {
      case ENOENT -> WorkspaceErrorCode.FILE_NOT_FOUND;
      case EISDIR -> WorkspaceErrorCode.FILE_IS_DIRECTORY;
      case ENOTDIR -> WorkspaceErrorCode.FILE_NOT_A_FILE;
      case ENXIO -> WorkspaceErrorCode.FILE_NOT_A_FILE;
      case ELOOP -> WorkspaceErrorCode.FILE_IS_SYMLINK;
      case EXDEV -> WorkspaceErrorCode.PATH_LEAVES;
      case ENAMETOOLONG -> WorkspaceErrorCode.NAME_UNUSABLE;
      case EEXIST, ENOTEMPTY -> WorkspaceErrorCode.WORKSPACE_CONFLICT;
      case ENOSPC, EDQUOT -> WorkspaceErrorCode.WORKSPACE_DISK_FULL;
      case EPERM, EACCES -> WorkspaceErrorCode.WORKSPACE_NOT_PERMITTED;
      default -> WorkspaceErrorCode.WORKSPACE_IO_FAILED;
    };
  }
}
